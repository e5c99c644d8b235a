package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.LineageRequest;
import dev.imageprovenance.scanner.PodsRequest;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A command line whose scans and comparisons are made up; remembers what it was asked. */
final class FakeEngine {
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<ScanRequest> requests = new ArrayList<>();
  final List<CompareRequest> comparisons = new ArrayList<>();
  final List<PodsRequest> podRequests = new ArrayList<>();
  final List<LineageRequest> lineageRequests = new ArrayList<>();
  final List<SignatureRequest> signatureRequests = new ArrayList<>();
  final List<Engine.Settings> settings = new ArrayList<>();
  final Map<String, String> environment = new HashMap<>();
  final Interruption interruption = new Interruption(new Cancellation());
  boolean stdoutIsTerminal;
  boolean stderrIsTerminal;
  Writer stdout = out;
  Writer stderr = err;
  String stdin = "";

  private boolean opens = true;
  private Function<ScanRequest, ScanReport> engine = request -> report(request, Verdict.PASS);

  private Function<CompareRequest, Comparison> comparer =
      request -> FakeComparison.of(request, Rung.IDENTICAL);

  private Function<LineageRequest, List<Lineage>> tracer =
      request -> List.of(FakeLineage.of(request, LineageState.PROVEN));

  private Function<SignatureRequest, List<SignedImageReport>> verifier =
      request -> List.of(FakeSignatures.of(request));

  /** Runs {@code arguments} and returns the exit code. */
  int run(String... arguments) {
    return cli().run(Arrays.asList(arguments));
  }

  /** Answers each request so. */
  FakeEngine answering(Function<ScanRequest, ScanReport> answers) {
    engine = answers;
    return this;
  }

  /** Answers each request with that verdict of the default user. */
  FakeEngine answering(Verdict verdict) {
    return answering(request -> report(request, verdict));
  }

  /** Answers each comparison so. */
  FakeEngine comparing(Function<CompareRequest, Comparison> answers) {
    comparer = answers;
    return this;
  }

  /** Answers each request for a lineage so. */
  FakeEngine tracing(Function<LineageRequest, List<Lineage>> answers) {
    tracer = answers;
    return this;
  }

  /** Answers each request for signatures so. */
  FakeEngine verifying(Function<SignatureRequest, List<SignedImageReport>> answers) {
    verifier = answers;
    return this;
  }

  /** Makes the engine fail before the first scan. */
  void refusingToOpen() {
    opens = false;
  }

  ScanRequest request() {
    return requests.get(0);
  }

  Terminal terminal() {
    return new Terminal(
        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
        stdout,
        stderr,
        environment,
        stdoutIsTerminal,
        stderrIsTerminal);
  }

  static ScanReport report(ScanRequest request, Verdict verdict) {
    return report(request, CheckId.DEFAULT_USER, verdict);
  }

  private static List<Finding> findings(CheckId check, Verdict verdict) {
    return verdict == Verdict.FAIL
        ? List.of(
            new Finding(
                check,
                "MADE_UP",
                Severity.CRITICAL,
                "something",
                "It is made up",
                Optional.empty(),
                Optional.empty(),
                List.of()))
        : List.of();
  }

  static ScanReport report(ScanRequest request, CheckId check, Verdict verdict) {
    Digest digest = Digest.sha256(new byte[0]);
    CheckResult result =
        new CheckResult(
            check,
            verdict,
            "made up",
            Optional.empty(),
            false,
            findings(check, verdict),
            List.of());
    ImageReport image =
        new ImageReport(
            new Resolution(request.address(), SourceKind.OCI_LAYOUT, "somewhere", List.of()),
            Platform.of("linux", "amd64"),
            Optional.of(digest),
            digest,
            List.of(),
            List.of(),
            ImagePolicy.defaults(),
            List.of(result),
            verdict);
    return new ScanReport(
        request.address(), Instant.EPOCH, List.of(image), List.of(), Optional.empty());
  }

  private Cli cli() {
    return new Cli(terminal(), this::open, interruption);
  }

  private Engine open(Engine.Settings given) {
    if (!opens) {
      throw new IllegalStateException("no engine");
    }
    settings.add(given);
    return new Engine() {
      @Override
      public ScanReport scan(ScanRequest request) {
        requests.add(request);
        return engine.apply(request);
      }

      @Override
      public Comparison compare(CompareRequest request) {
        comparisons.add(request);
        return comparer.apply(request);
      }

      @Override
      public List<Lineage> lineage(LineageRequest request) {
        lineageRequests.add(request);
        return tracer.apply(request);
      }

      @Override
      public List<SignedImageReport> signatures(SignatureRequest request) {
        signatureRequests.add(request);
        return verifier.apply(request);
      }

      @Override
      public PodsComparison comparePods(PodsRequest request) {
        podRequests.add(request);
        return new PodsComparison(
            Instant.EPOCH,
            request.list().name(),
            request.list().pods().size(),
            request.list().containers(),
            request.required(),
            request.failOn(),
            List.of());
      }

      @Override
      public PolicyLoader policies() {
        return PolicyLoader.ofFiles();
      }

      @Override
      public Optional<Digest> resolve(String address) {
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
