package dev.imageprovenance.scanner.maven.jib;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What jib tells about the image that it built, in {@code jib-image.json}; immutable.
 *
 * @param image the target's name
 * @param imageId the config's digest; of several platforms the index's
 * @param imageDigest the manifest's or index's digest
 * @param tags every tag that the image got
 * @param pushed whether it went to a registry; old versions of jib do not tell
 */
record JibMetadata(
    String image, Digest imageId, Digest imageDigest, List<String> tags, Optional<Boolean> pushed) {
  JibMetadata {
    tags = List.copyOf(tags);
  }
}
