package dev.imageprovenance.scanner.integration;

import java.nio.file.Path;

/** Umoci, which unpacks OCI layouts in place; stateless. Needs root. */
final class Umoci {
  private Umoci() {}

  /** Unpacks an image and writes the file system into {@code tar}. */
  static void unpack(Path layout, String tag, Path bundle, Path tar) {
    Command.of("umoci", "unpack", "--image", layout + ":" + tag, bundle.toString()).output();
    Command.of(
            "tar",
            "--create",
            "--format=pax",
            "--numeric-owner",
            "--file=" + tar,
            "--directory=" + bundle.resolve("rootfs"),
            ".")
        .output();
  }
}
