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
   * A manifest as it came.
   *
   * @param raw the bytes
   * @param mediaType the type that the store gave beside the bytes
   * @param claimedDigest the digest that the store gave beside the bytes
   */
  record StoredManifest(
      RawDocument raw, Optional<MediaType> mediaType, Optional<Digest> claimedDigest) {}
}
