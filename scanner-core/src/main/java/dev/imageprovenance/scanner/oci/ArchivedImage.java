package dev.imageprovenance.scanner.oci;

import java.util.List;
import java.util.Map;

/**
 * One element of a docker-archive's manifest.json; immutable. All of it is claimed by the archive.
 *
 * @param config path of the image config within the archive, as written
 * @param repoTags the names that the image goes by; empty when it has none
 * @param layers paths of the layers within the archive, lowest first, as written
 * @param layerSources what Docker 25 and later say of the stored layers, by diffID
 */
public record ArchivedImage(
    String config,
    List<String> repoTags,
    List<String> layers,
    Map<Digest, Descriptor> layerSources) {
  /** Copies the collections. */
  public ArchivedImage {
    repoTags = List.copyOf(repoTags);
    layers = List.copyOf(layers);
    layerSources = Map.copyOf(layerSources);
  }
}
