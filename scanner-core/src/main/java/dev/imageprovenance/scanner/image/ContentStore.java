package dev.imageprovenance.scanner.image;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Content addressed by digest, as a repository of a registry or an OCI layout holds it;
 * thread-safe. Bytes come unverified but bounded: whoever asks compares digests.
 */
public interface ContentStore {
  /** The kind of place. */
  SourceKind kind();

  /** The host and repository, or the path, for reports and messages. */
  String name();

  /**
   * The manifest or index that a tag (or, in a layout, a ref name) points at now.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException NOT_FOUND, UNAUTHORIZED, UNREACHABLE,
   *     LIMIT or MALFORMED
   */
  StoredManifest manifestByTag(String tag);

  /** The manifest or index of that digest; the bytes are not yet compared with it. */
  StoredManifest manifestByDigest(Digest digest);

  /**
   * The stored bytes of a blob from its first to its last, to be closed by the caller. Ends with an
   * IOException when they break off.
   */
  InputStream blob(Descriptor descriptor) throws IOException;

  /** All tags, in the store's order. */
  List<String> tags();

  /**
   * What the store lists as referring to a manifest or index: signatures, attestations, lists of
   * content. Nothing of it is verified. A store without such a list says so.
   *
   * @param artifactType wants artifacts of that type only; of all types when empty
   * @throws dev.imageprovenance.scanner.problem.ScanException UNAUTHORIZED, UNREACHABLE, LIMIT or
   *     MALFORMED, when there is no true answer
   */
  default Referrers referrers(Digest subject, Optional<String> artifactType) {
    return Referrers.NOT_LISTED;
  }

  /**
   * Manifests that refer to some content.
   *
   * @param isListed whether the store keeps such lists at all
   * @param manifests their descriptors, in the store's order
   */
  record Referrers(boolean isListed, List<Descriptor> manifests) {
    /** From a store that keeps no such lists. */
    public static final Referrers NOT_LISTED = new Referrers(false, List.of());

    /** Copies the list. */
    public Referrers {
      manifests = List.copyOf(manifests);
    }

    /** From a store that keeps such lists. */
    public static Referrers of(List<Descriptor> manifests) {
      return new Referrers(true, manifests);
    }
  }

  /**
   * A manifest as it came.
   *
   * @param raw the bytes
   * @param mediaType the type that the store gave beside the bytes
   * @param claimedDigest the digest that the store gave beside the bytes
   */
  record StoredManifest(
      RawDocument raw, Optional<MediaType> mediaType, Optional<Digest> claimedDigest) {}
}
