package dev.imageprovenance.scanner.cli;

import java.util.ArrayList;
import java.util.List;

/** Parts that the help of several subcommands has in common; stateless. */
final class HelpTexts {
  private static final List<String> ADDRESSES =
      List.of(
          "  NAME[:TAG][@DIGEST]            in a registry; docker://NAME is the same",
          "  oci:DIR[:TAG]                  in an OCI layout; oci:DIR@sha256:... picks by digest",
          "  oci-archive:FILE[:TAG]         in a tar of an OCI layout",
          "  docker-archive:FILE[:TAG]      in a tar from docker save, jib or kaniko; FILE:@0 is its",
          "                                 first image",
          "  ./PATH or /PATH                any of these three; its content decides",
          "  docker-daemon:NAME|ID          in Docker Engine (DOCKER_HOST, the docker context)",
          "  podman:NAME|ID                 in podman, while podman.socket runs (CONTAINER_HOST)",
          "  container:[ENGINE/]NAME|ID     what a container was made from; ENGINE: docker or podman");

  private static final List<String> PROCESS_EXIT_CODES =
      List.of(
          "  70   the launcher could not build or start it",
          "  130  interrupted",
          "  143  terminated");

  private HelpTexts() {}

  /** How images are written, what {@code exitCodes} mean, and the rest. */
  static String[] footer(
      String addressHeading, List<String> before, List<String> exitCodes, List<String> after) {
    List<String> lines = new ArrayList<>(List.of("", addressHeading));
    lines.addAll(ADDRESSES);
    lines.addAll(before);
    lines.addAll(List.of("", "Exit codes:"));
    lines.addAll(exitCodes);
    lines.addAll(PROCESS_EXIT_CODES);
    lines.addAll(after);
    return lines.toArray(new String[0]);
  }
}
