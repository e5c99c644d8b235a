package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.PodsRequest;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.workload.PodList;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code compare --pods} is asked for; immutable.
 *
 * @param file the list; empty for standard input
 * @param required the weakest rung that passes
 * @param failOn the least severity that fails
 * @param platform the nodes'
 */
record PodsOptions(
    Optional<Path> file, Rung required, Severity failOn, Optional<Platform> platform) {
  /** The name of standard input. */
  static final String STDIN = "-";

  /**
   * Understands the options.
   *
   * @throws IllegalArgumentException if they contradict one another
   */
  static PodsOptions of(Arguments arguments) {
    String file = arguments.value(CommandOption.PODS).orElse(STDIN);
    if (!arguments.operands().isEmpty()) {
      throw new IllegalArgumentException(
          "--pods "
              + file
              + " and "
              + (arguments.operands().size() > 1 ? "DEPLOYED REGISTRY" : "DEPLOYED")
              + " ("
              + String.join(" ", arguments.operands())
              + ") exclude each other: the pods name their registries themselves");
    }
    arguments.requireNotBoth(CommandOption.PODS, CommandOption.REHASH);
    arguments.requireNotBoth(CommandOption.PODS, CommandOption.IGNORE);
    arguments.requireNotBoth(CommandOption.PODS, CommandOption.NO_SIGNATURES);
    arguments.requireNotBoth(CommandOption.PODS, CommandOption.REQUIRE_SIGNATURES);
    if (file.equals(STDIN) && arguments.has(CommandOption.PASSWORD_STDIN)) {
      throw new IllegalArgumentException(
          "--pods - and --password-stdin both read standard input; write the pods to a file");
    }
    return new PodsOptions(
        file.equals(STDIN) ? Optional.empty() : Optional.of(Path.of(file)),
        CompareCommand.required(arguments),
        CompareCommand.failOn(arguments),
        arguments.value(CommandOption.COMPARED_PLATFORM).map(Platform::parse));
  }

  /** What reports call the list. */
  String name() {
    return file.map(Path::toString).orElse(STDIN);
  }

  /** The request for these pods. */
  PodsRequest request(PodList pods) {
    return new PodsRequest(pods, required, failOn, platform);
  }
}
