package dev.imageprovenance.scanner.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index of manifests (image-spec image-index.md; Docker manifest list); immutable.
 *
 * @param raw the bytes as received
 * @param digest computed over {@code raw}
 * @param mediaType OCI index or Docker manifest list
 * @param manifests descriptors of the children, in order
 * @param annotations claims
 * @param subject what this index refers to
 * @param artifactType the type of an artifact
 */
public record ImageIndex(
    RawDocument raw,
    Digest digest,
    MediaType mediaType,
    List<Descriptor> manifests,
    Map<String, String> annotations,
    Optional<Descriptor> subject,
    Optional<String> artifactType)
    implements Manifest {
  /** Copies the collections. */
  public ImageIndex {
    manifests = List.copyOf(manifests);
    annotations = Map.copyOf(annotations);
  }
}
