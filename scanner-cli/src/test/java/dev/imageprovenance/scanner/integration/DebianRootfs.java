package dev.imageprovenance.scanner.integration;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A minimal Debian root file system as a tar, made by mmdebstrap once; immutable. Needs root.
 *
 * @param tar the file
 */
record DebianRootfs(Path tar) {
  static DebianRootfs make(Workspace workspace) {
    // libcap2-bin brings setcap and getcap into the image, where they are the oracle.
    return make(workspace, "libcap2-bin");
  }

  /** Debian with further packages, separated by commas. */
  static DebianRootfs make(Workspace workspace, String packages) {
    Path tar = workspace.directory("debian").resolve("rootfs.tar");
    Command.of(
            "mmdebstrap",
            "--quiet",
            "--mode=root",
            "--variant=minbase",
            "--include=" + packages,
            // It is thrown away with the workspace: no file needs to survive a crash.
            "--dpkgopt=force-unsafe-io",
            // PostgreSQL's just-in-time compiler is a quarter of its image and never asked for.
            "--dpkgopt=path-exclude=/usr/lib/*/libLLVM*",
            // Nobody reads there, and it is scanned a hundred times.
            "--dpkgopt=path-exclude=/usr/share/locale/*",
            "--dpkgopt=path-exclude=/usr/share/man/*",
            "bookworm",
            tar.toString())
        // Packages come over the network, and their scripts run one after another.
        .within(Duration.ofMinutes(20))
        .output();
    return new DebianRootfs(tar);
  }
}
