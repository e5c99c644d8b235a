package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Set;

/**
 * What a signer is believed, and of which repositories; immutable.
 *
 * @param purposes what it may sign, at least one
 * @param repositories of which repositories, at least one
 * @param identities the ids that it may call itself by inside a statement: {@code verifier.id} of a
 *     verification summary, which must be one of these, and {@code builder.id} of provenance, which
 *     must be one of these when there are any
 */
public record SignerScope(
    Set<Purpose> purposes, List<RepositoryGlob> repositories, Set<String> identities) {
  /**
   * Copies the collections.
   *
   * @throws ScanException of kind CONFIGURATION for a signer that could never be believed
   */
  public SignerScope {
    purposes = Set.copyOf(purposes);
    repositories = List.copyOf(repositories);
    identities = Set.copyOf(identities);
    if (purposes.isEmpty() || repositories.isEmpty()) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "A signer has no "
              + (purposes.isEmpty() ? "purpose" : "repositories")
              + ", so that nothing it signs would count",
          "Say what it signs (image, provenance, vsa, sbom, attestation) and of which repositories.",
          null);
    }
    if (purposes.contains(Purpose.VSA) && identities.isEmpty()) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "A signer of verification summaries has no verifier id",
          "Name the verifier.id that it writes: SLSA binds each verifier to its key.",
          null);
    }
  }

  /** Signatures of images in all repositories that match one of {@code globs}. */
  public static SignerScope images(String... globs) {
    return of(Set.of(Purpose.IMAGE), globs);
  }

  /** These purposes in all repositories that match one of {@code globs}. */
  public static SignerScope of(Set<Purpose> purposes, String... globs) {
    return of(purposes, Set.of(), globs);
  }

  /** These purposes under these ids in all repositories that match one of {@code globs}. */
  public static SignerScope of(Set<Purpose> purposes, Set<String> identities, String... globs) {
    return new SignerScope(
        purposes, List.of(globs).stream().map(RepositoryGlob::parse).toList(), identities);
  }

  /** True if the signer may speak of {@code repository}, which is written with its registry. */
  public boolean covers(String repository) {
    return repositories.stream().anyMatch(glob -> glob.matches(repository));
  }
}
