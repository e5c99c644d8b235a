package dev.imageprovenance.scanner.image;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageManifest;
import java.util.List;
import java.util.Optional;

/**
 * One platform's image: its documents, verified against their digests, and the way to its layers;
 * immutable, and thread-safe where its reader is.
 *
 * @param resolution how the reference led here
 * @param indexDescriptor what the index says of the manifest, when there is an index
 * @param manifest the manifest; a docker-archive has none
 * @param config the config
 * @param layers lowest first; one for each diffID or layer descriptor, whichever are more
 * @param reader reads the layers
 * @param verifications what became of each digest of the documents
 * @param anomalies what an honest builder does not write
 * @param copies other manifests of the same config that an engine may run in its place
 */
public record Image(
    Resolution resolution,
    Optional<Descriptor> indexDescriptor,
    Optional<ImageManifest> manifest,
    ImageConfig config,
    List<ImageLayer> layers,
    LayerReader reader,
    List<DigestVerification> verifications,
    List<ImageAnomaly> anomalies,
    List<ImageCopy> copies) {
  /** Copies the lists. */
  public Image {
    layers = List.copyOf(layers);
    verifications = List.copyOf(verifications);
    anomalies = List.copyOf(anomalies);
    copies = List.copyOf(copies);
  }

  /** An image without copies. */
  public Image(
      Resolution resolution,
      Optional<Descriptor> indexDescriptor,
      Optional<ImageManifest> manifest,
      ImageConfig config,
      List<ImageLayer> layers,
      LayerReader reader,
      List<DigestVerification> verifications,
      List<ImageAnomaly> anomalies) {
    this(
        resolution,
        indexDescriptor,
        manifest,
        config,
        layers,
        reader,
        verifications,
        anomalies,
        List.of());
  }

  /** The same image with other anomalies. */
  public Image withAnomalies(List<ImageAnomaly> others) {
    return new Image(
        resolution,
        indexDescriptor,
        manifest,
        config,
        layers,
        reader,
        verifications,
        others,
        copies);
  }

  /** The same image as far as {@code some} of its layers are concerned, without its copies. */
  public Image withLayers(List<ImageLayer> some) {
    return new Image(
        resolution, indexDescriptor, manifest, config, some, reader, verifications, anomalies);
  }
}
