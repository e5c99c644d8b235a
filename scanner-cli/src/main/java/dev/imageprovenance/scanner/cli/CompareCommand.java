package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Platform;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Understands what a comparison's options mean and leaves the work to {@link CompareRun};
 * immutable.
 */
final class CompareCommand implements ImageCommand {
  private final Terminal terminal;
  private final Engine.Factory engines;
  private final Interruption interruption;

  CompareCommand(Terminal terminal, Engine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.engines = engines;
    this.interruption = interruption;
  }

  @Override
  public Work prepare(Arguments arguments) throws IOException {
    OutputOptions output = OutputOptions.of(arguments);
    if (arguments.has(CommandOption.PODS)) {
      return preparePods(arguments, output);
    }
    List<CompareRequest> requests = requests(arguments);
    Session session = Session.prepare(arguments, output, terminal, engines, interruption);
    return new CompareRun(session, requests)::execute;
  }

  private Work preparePods(Arguments arguments, OutputOptions output) throws IOException {
    PodsOptions options = PodsOptions.of(arguments);
    Session session = Session.prepare(arguments, output, terminal, engines, interruption);
    return new PodsRunner(session, options, terminal.in())::execute;
  }

  /** One request for the two operands. */
  private static List<CompareRequest> requests(Arguments arguments) {
    List<String> operands = arguments.operands();
    Optional<String> registry =
        operands.size() > 1 ? Optional.of(operands.get(1)) : Optional.empty();
    return List.of(
        new CompareRequest(
            operands.get(0),
            registry,
            arguments.value(CommandOption.COMPARED_PLATFORM).map(Platform::parse),
            required(arguments),
            failOn(arguments),
            arguments.has(CommandOption.REHASH),
            ignored(arguments),
            signatures(arguments)));
  }

  private static SignatureWish signatures(Arguments arguments) {
    arguments.requireNotBoth(CommandOption.REQUIRE_SIGNATURES, CommandOption.NO_SIGNATURES);
    if (arguments.has(CommandOption.REQUIRE_SIGNATURES)) {
      return SignatureWish.REQUIRE;
    }
    return arguments.has(CommandOption.NO_SIGNATURES) ? SignatureWish.SKIP : SignatureWish.TELL;
  }

  /** The weakest rung that passes. */
  static Rung required(Arguments arguments) {
    return arguments.value(CommandOption.REQUIRE).map(CompareCommand::rung).orElse(Rung.SAME_IMAGE);
  }

  /** The least severity that fails. */
  static Severity failOn(Arguments arguments) {
    return arguments
        .value(CommandOption.DRIFT_FAIL_ON)
        .map(PolicyOptions::severity)
        .orElse(Severity.HIGH);
  }

  private static Rung rung(String text) {
    Optional<Rung> rung = Rung.named(text);
    if (rung.isEmpty()) {
      throw new IllegalArgumentException(
          "--require "
              + text
              + ": write identical, same-image, same-runtime, same-content or different");
    }
    return rung.get();
  }

  private static Set<String> ignored(Arguments arguments) {
    Set<String> globs = new LinkedHashSet<>();
    for (String glob : arguments.all(CommandOption.IGNORE)) {
      if (!glob.startsWith("/")) {
        throw new IllegalArgumentException(
            "--ignore " + glob + ": write a glob of absolute paths, as in /var/lib/app/**");
      }
      globs.add(glob);
    }
    return globs;
  }
}
