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
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scans images: understands the arguments and leaves the work to {@link ScanRun}. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Scans images and says whether they pass.",
    descriptionHeading = "%n",
    description = {
      "Compares every digest of an image, down to the last byte of its layers, and says who it runs"
          + " as and which files raise privileges. What cannot be looked at is UNKNOWN, which does"
          + " not pass."
    },
    parameterListHeading = "%nImages:%n",
    optionListHeading = "%nWhat to scan:%n",
    footer = {
      "",
      "How to write an image:",
      "  NAME[:TAG][@DIGEST]            in a registry; docker://NAME is the same",
      "  oci:DIR[:TAG]                  in an OCI layout",
      "  oci-archive:FILE[:TAG]         in a tar of an OCI layout",
      "  docker-archive:FILE[:TAG]      in a tar from docker save, jib or kaniko",
      "  ./PATH or /PATH                any of these three; its content decides",
      "",
      "Exit codes:",
      "  0    passed",
      "  1    a finding is as severe as --fail-on, or worse",
      "  2    wrong usage or configuration",
      "  3    could not check: unreachable, refused, unsupported, a limit, an unknown check",
      "  4    integrity broken: a digest does not hold, or the image is malformed",
      "  70   the launcher could not start Java",
      "  130  interrupted",
      "  Of several images the gravest counts: 4 before 1 before 2 before 3.",
      "",
      "Examples:",
      "  Is the image of this build fit to ship?",
      "    scanner scan oci-archive:target/image.tar",
      "  The same of a registry, every platform, with a report for machines:",
      "    scanner scan --all-platforms --format text --format json=report.json app:1.4",
      "  Accept ping's capability, and be strict about everything else:",
      "    scanner scan --fail-on low --allow-capability /usr/bin/ping=cap_net_raw app:1.4",
      "  In a script:",
      "    scanner scan -q registry.example/app:1.4 || exit"
    })
final class ScanCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ScanEngine.Factory engines;
  private final Interruption interruption;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "The images to scan, one after another.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description =
          "Scan the image for os/architecture[/variant]. Default: linux on this machine's"
              + " processor.")
  private @Nullable String platform;

  @Option(names = "--all-platforms", description = "Scan the image for every platform it is for.")
  private boolean allPlatforms;

  @Option(
      names = "--checks",
      paramLabel = "CHECK[,CHECK...]",
      split = ",",
      description =
          "Run only these checks, and integrity always; scanner checks lists them. Default: all.")
  private List<String> checks = new ArrayList<>();

  @Option(
      names = "--history",
      description = "Also report privileged files that a higher layer hides.")
  private boolean history;

  @ArgGroup(validate = false, heading = "%nWhat to require and accept:%n")
  private PolicyOptions policyOptions = new PolicyOptions();

  @ArgGroup(validate = false, heading = "%nHow to report:%n")
  private OutputOptions outputOptions = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nHow to reach registries:%n")
  private RegistryArguments registryArguments = new RegistryArguments();

  @ArgGroup(validate = false, heading = "%nWhat to keep:%n")
  private CacheOptions cacheOptions = new CacheOptions();

  ScanCommand(Terminal terminal, ScanEngine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.engines = engines;
    this.interruption = interruption;
  }

  /** Whether stack traces are wanted. */
  boolean isVerbose() {
    return outputOptions.verbose();
  }

  @Override
  public Integer call() throws IOException {
    ScanRun run = prepare();
    return run.execute();
  }

  private ScanRun prepare() throws IOException {
    try {
      Policy policy = policyOptions.policy();
      List<OutputTarget> targets = outputOptions.targets();
      PlatformSelection platforms = platforms();
      Set<CheckId> only = checks();
      List<ScanRequest> requests = new ArrayList<>(images.size());
      for (String image : images) {
        requests.add(new ScanRequest(image, platforms, policy, only, history));
      }
      ReportWriter.requireWritable(targets);
      var cache = cacheOptions.cache(terminal);
      RegistryOptions registry = registryArguments.options(terminal);
      ProgressLine progress = outputOptions.progress(terminal);
      interruption.onInterrupt(progress::clear);
      ScanEngine.Settings settings =
          new ScanEngine.Settings(registry, cache, progress, interruption.cancellation());
      return new ScanRun(
          terminal, engines, settings, progress, policy, requests, targets, outputOptions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    } catch (ScanException e) {
      if (e.kind().exitCode() != ExitCode.USAGE) {
        throw e;
      }
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), withRemedy(e), e);
    }
  }

  private PlatformSelection platforms() {
    if (allPlatforms && platform != null) {
      throw new IllegalArgumentException("--platform and --all-platforms exclude each other");
    }
    if (allPlatforms) {
      return new PlatformSelection.All();
    }
    return platform == null
        ? PlatformSelection.host()
        : new PlatformSelection.One(Platform.parse(platform), true);
  }

  private Set<CheckId> checks() {
    Set<CheckId> only = new LinkedHashSet<>();
    for (String name : checks) {
      only.add(CheckCatalog.named(name));
    }
    return only;
  }

  private static String withRemedy(ScanException e) {
    return e.getMessage() + e.remedy().map(remedy -> "\n" + remedy).orElse("");
  }
}
