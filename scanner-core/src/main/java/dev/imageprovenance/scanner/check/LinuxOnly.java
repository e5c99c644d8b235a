package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.oci.Text;
import java.util.Optional;

/** Knows which images have users and permission bits as Linux has them; stateless. */
final class LinuxOnly {
  private LinuxOnly() {}

  /** Why users and permissions of this image cannot be judged; empty for Linux and its kin. */
  static Optional<String> whyUnsupported(ImageFacts facts) {
    String os = facts.image().config().platform().normalized().os();
    return os.equals("windows")
        ? Optional.of(
            "unsupported: users and permissions of "
                + Text.excerpt(facts.image().config().platform().toString())
                + " images are not understood")
        : Optional.empty();
  }
}
