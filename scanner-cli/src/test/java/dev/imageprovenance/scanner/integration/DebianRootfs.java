package dev.imageprovenance.scanner.integration;

import java.nio.file.Path;

/**
 * A minimal Debian root file system as a tar, made by mmdebstrap once; immutable. Needs root.
 *
 * @param tar the file
 */
record DebianRootfs(Path tar) {
  static DebianRootfs make(Workspace workspace) {
    Path tar = workspace.directory("debian").resolve("rootfs.tar");
    // libcap2-bin brings setcap and getcap into the image, where they are the oracle.
    Command.of(
            "mmdebstrap",
            "--quiet",
            "--mode=root",
            "--variant=minbase",
            "--include=libcap2-bin",
            "bookworm",
            tar.toString())
        .output();
    return new DebianRootfs(tar);
  }
}
