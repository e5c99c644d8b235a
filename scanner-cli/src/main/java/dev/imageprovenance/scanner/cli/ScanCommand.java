package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.BaseQuestion;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.report.ReportFiles;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportTarget;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Understands what a scan's options mean and leaves the work to {@link ScanRun}; immutable. */
final class ScanCommand implements ImageCommand {
  private final Terminal terminal;
  private final Engine.Factory engines;
  private final Interruption interruption;

  ScanCommand(Terminal terminal, Engine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.engines = engines;
    this.interruption = interruption;
  }

  /**
   * A scan that was understood; immutable.
   *
   * @param session what it works with
   * @param requests what is to be scanned
   * @param baseline where what is found is written for later runs
   */
  record Prepared(Session session, List<ScanRequest> requests, Optional<ReportTarget> baseline) {}

  @Override
  public Work prepare(Arguments arguments) throws IOException {
    Prepared scan = understand(arguments);
    return new ScanRun(scan.session(), scan.requests(), scan.baseline())::execute;
  }

  /** Understands everything before anything is scanned; as {@link #prepare}. */
  Prepared understand(Arguments arguments) throws IOException {
    PolicyOptions.requireWellFormed(arguments);
    OutputOptions output = OutputOptions.of(arguments);
    PlatformSelection platforms = platforms(arguments);
    Set<CheckId> checks = checks(arguments);
    boolean history = arguments.has(CommandOption.HISTORY);
    Optional<ReportTarget> baseline =
        arguments.value(CommandOption.WRITE_BASELINE).map(ScanCommand::baseline);
    baseline.ifPresent(target -> ReportFiles.requireWritable(List.of(target)));
    Session session = Session.prepare(arguments, output, terminal, engines, interruption);
    Policy policy = PolicyOptions.policy(arguments, session::policy);
    BaseQuestion question = BaseOptions.question(arguments, false);
    List<ScanRequest> requests = new ArrayList<>(arguments.operands().size());
    for (String image : arguments.operands()) {
      requests.add(
          new ScanRequest(image, platforms, policy, checks, history, knownAs(arguments), question));
    }
    return new Prepared(session, requests, baseline);
  }

  private static ReportTarget baseline(String file) {
    return ReportTarget.file(ReportFormat.JSON, Path.of(file));
  }

  private static Optional<Reference> knownAs(Arguments arguments) {
    Optional<String> name = arguments.value(CommandOption.KNOWN_AS);
    if (name.isPresent() && arguments.operands().size() > 1) {
      throw new IllegalArgumentException(
          "--known-as " + name.get() + " names one image, but several are to be scanned");
    }
    return name.map(Reference::parse);
  }

  private static PlatformSelection platforms(Arguments arguments) {
    arguments.requireNotBoth(CommandOption.PLATFORM, CommandOption.ALL_PLATFORMS);
    if (arguments.has(CommandOption.ALL_PLATFORMS)) {
      return new PlatformSelection.All();
    }
    Optional<String> platform = arguments.value(CommandOption.PLATFORM);
    return platform.isPresent()
        ? new PlatformSelection.One(Platform.parse(platform.get()), true)
        : PlatformSelection.host();
  }

  private static Set<CheckId> checks(Arguments arguments) {
    Set<CheckId> only = new LinkedHashSet<>();
    for (String name : arguments.allSplit(CommandOption.CHECKS)) {
      only.add(CheckCatalog.named(name));
    }
    return only;
  }
}
