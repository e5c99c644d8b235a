package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.workload.Standing;
import java.util.Optional;

/**
 * A running image as its registry knows it; immutable.
 *
 * @param standing where it stands
 * @param image its documents, when they were found
 * @param whyNoImage the reason when they were not
 */
record RunningImage(Standing standing, Optional<Image> image, String whyNoImage) {
  static RunningImage of(Standing standing, Image image) {
    return new RunningImage(standing, Optional.of(image), "");
  }

  static RunningImage without(Standing standing, String why) {
    return new RunningImage(standing, Optional.empty(), why);
  }

  static RunningImage unknown(String reason) {
    return without(Standing.unknown(reason), reason);
  }

  /** What two images are told apart by. */
  static Digest identity(Image image) {
    return image.manifest().map(Manifest::digest).orElse(image.config().digest());
  }
}
