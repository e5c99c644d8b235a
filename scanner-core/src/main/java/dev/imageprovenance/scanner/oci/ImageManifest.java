package dev.imageprovenance.scanner.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One platform's manifest (image-spec manifest.md; Docker schema 2); immutable.
 *
 * @param raw the bytes as received
 * @param digest computed over {@code raw}
 * @param mediaType OCI or Docker manifest
 * @param config the config's descriptor
 * @param layers the layers' descriptors, lowest first
 * @param annotations claims
 * @param subject what this manifest refers to
 * @param artifactType the type of an artifact
 */
public record ImageManifest(
    RawDocument raw,
    Digest digest,
    MediaType mediaType,
    Descriptor config,
    List<Descriptor> layers,
    Map<String, String> annotations,
    Optional<Descriptor> subject,
    Optional<String> artifactType)
    implements Manifest {
  /** Copies the collections. */
  public ImageManifest {
    layers = List.copyOf(layers);
    annotations = Map.copyOf(annotations);
  }
}
