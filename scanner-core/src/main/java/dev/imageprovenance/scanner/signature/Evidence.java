package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.statement.Statement;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One signature or one statement that was found, and what it is worth; immutable. Two signatures in
 * one envelope are two pieces of evidence.
 *
 * @param place where it was found
 * @param form how it came
 * @param purpose what it is good for; empty when it could not be read
 * @param standing what it is worth
 * @param statement what it says, when it is a statement: worth no more than {@code standing}
 */
public record Evidence(
    Place place,
    Form form,
    Optional<Purpose> purpose,
    Standing standing,
    Optional<Statement> statement) {
  /**
   * Where evidence was found.
   *
   * @param routes how it was reached, at least one
   * @param attachedTo the manifest or index that it was found for
   * @param artifact the digest of the manifest that holds it
   * @param blob the digest of the bytes that hold it; empty when there was no need to read them
   */
  public record Place(
      Set<Route> routes, Digest attachedTo, Digest artifact, Optional<Digest> blob) {
    /** Copies the set. */
    public Place {
      routes = Set.copyOf(routes);
    }
  }

  /** True if trusted signers say it of this image. */
  public boolean isVerified() {
    return standing instanceof Standing.Verified;
  }

  /** The same, covered by the signer of {@code indexes} when one lists it and nobody signed it. */
  Evidence vouchedBy(String signer, List<ImageIndex> indexes) {
    boolean inIndex =
        place.routes().contains(Route.INDEX_CHILDREN)
            && indexes.stream()
                .flatMap(index -> index.manifests().stream())
                .anyMatch(child -> child.digest().equals(place.artifact()));
    return inIndex && standing instanceof Standing.Claimed claimed
        ? new Evidence(
            place,
            form,
            purpose,
            new Standing.Claimed(claimed.binding(), Optional.of(signer)),
            statement)
        : this;
  }

  /**
   * True for what is good for {@code wanted}, or may be: what could not be read may be anything.
   */
  public boolean mayBe(Purpose wanted) {
    boolean unread = statement.isEmpty() && wanted != Purpose.IMAGE;
    return purpose
        .map(known -> known == wanted || (unread && known == Purpose.ATTESTATION))
        .orElse(true);
  }

  /** True for a signature of the image itself, or for what may be one. */
  boolean mayBeImageSignature() {
    return mayBe(Purpose.IMAGE) && !(standing instanceof Standing.Claimed);
  }
}
