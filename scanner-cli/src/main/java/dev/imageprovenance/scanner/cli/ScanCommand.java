package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Understands what a scan's options mean and leaves the work to {@link ScanRun}; immutable. */
final class ScanCommand {
  private final Terminal terminal;
  private final ScanEngine.Factory engines;
  private final Interruption interruption;

  ScanCommand(Terminal terminal, ScanEngine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.engines = engines;
    this.interruption = interruption;
  }

  /**
   * Scans and reports; returns the exit code.
   *
   * @throws IOException if the password cannot be read
   */
  int run(ScanArguments arguments) throws IOException {
    Optional<ScanRun> run;
    try {
      run = Optional.of(prepare(arguments));
    } catch (IllegalArgumentException e) {
      tell(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (ScanException e) {
      tell(e.getMessage() + e.remedy().map(remedy -> "\n  " + remedy).orElse(""));
      return e.kind().exitCode();
    }
    return run.get().execute();
  }

  private void tell(String message) {
    terminal.tell("scanner: " + message + "\n  See scanner scan --help\n");
  }

  private ScanRun prepare(ScanArguments arguments) throws IOException {
    if (arguments.images().isEmpty()) {
      throw new IllegalArgumentException("no image is named; nothing was checked");
    }
    Policy policy = PolicyOptions.policy(arguments);
    OutputOptions output = OutputOptions.of(arguments);
    PlatformSelection platforms = platforms(arguments);
    Set<CheckId> checks = checks(arguments);
    boolean history = arguments.has(ScanOption.HISTORY);
    List<ScanRequest> requests = new ArrayList<>(arguments.images().size());
    for (String image : arguments.images()) {
      requests.add(new ScanRequest(image, platforms, policy, checks, history));
    }
    Optional<ScanEngine.Cache> cache = CacheOptions.cache(arguments, terminal);
    ReportWriter.requireWritable(output.targets());
    RegistryOptions registry = RegistryAccess.options(arguments, terminal);
    ProgressLine progress = output.progressLine(terminal);
    interruption.onInterrupt(progress::clear);
    ScanEngine.Settings settings =
        new ScanEngine.Settings(registry, cache, progress, interruption.cancellation());
    return new ScanRun(terminal, engines, settings, progress, policy, requests, output);
  }

  private static PlatformSelection platforms(ScanArguments arguments) {
    arguments.requireNotBoth(ScanOption.PLATFORM, ScanOption.ALL_PLATFORMS);
    if (arguments.has(ScanOption.ALL_PLATFORMS)) {
      return new PlatformSelection.All();
    }
    Optional<String> platform = arguments.value(ScanOption.PLATFORM);
    return platform.isPresent()
        ? new PlatformSelection.One(Platform.parse(platform.get()), true)
        : PlatformSelection.host();
  }

  private static Set<CheckId> checks(ScanArguments arguments) {
    Set<CheckId> only = new LinkedHashSet<>();
    for (String name : arguments.allSplit(ScanOption.CHECKS)) {
      only.add(CheckCatalog.named(name));
    }
    return only;
  }
}
