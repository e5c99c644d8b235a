package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.LineageRun;
import dev.imageprovenance.scanner.report.PodsRun;
import dev.imageprovenance.scanner.report.Problems;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.SignaturesRun;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RequestRunnerTest {
  private final Cancellation cancellation = new Cancellation();
  private final List<String> asked = new ArrayList<>();

  @Test
  void aFailureHidesNoOtherResult() {
    RunReport run =
        runner(request -> failingFor("b", request))
            .scanAll(List.of(ScanRequest.of("a"), ScanRequest.of("b"), ScanRequest.of("c")));
    assertEquals(
        List.of(Verdict.PASS, Verdict.UNKNOWN, Verdict.PASS),
        run.scans().stream().map(ScanReport::verdict).toList());
  }

  @Test
  void aFailureDoesNotPass() {
    RunReport run =
        runner(request -> failingFor("b", request))
            .scanAll(List.of(ScanRequest.of("a"), ScanRequest.of("b")));
    assertEquals(3, run.exitCode());
  }

  @Test
  void anErrorOfTheJvmIsAProblemOfTheReport() {
    RunReport run =
        runner(
                request -> {
                  throw new OutOfMemoryError("Java heap space");
                })
            .scanAll(List.of(ScanRequest.of("a")));
    assertEquals(
        Optional.of(ProblemKind.INTERNAL),
        run.scans().get(0).problem().map(ScanReport.Problem::kind));
  }

  @Test
  void aSecretIsNotTold() {
    RunReport run =
        runner(
                request -> {
                  throw new IllegalStateException("refused for bob:s3cret");
                })
            .scanAll(List.of(ScanRequest.of("a")));
    assertEquals(
        Optional.of("internal fault: java.lang.IllegalStateException: refused for bob:****"),
        run.scans().get(0).problem().map(ScanReport.Problem::message));
  }

  @Test
  void whatIsLeftAfterACancellationIsNotAskedAndDoesNotPass() {
    RunReport run =
        runner(
                request -> {
                  cancellation.cancel();
                  return passed(request);
                })
            .scanAll(List.of(ScanRequest.of("a"), ScanRequest.of("b")));
    assertEquals(
        "[a] " + Optional.of(ProblemKind.CANCELLED),
        asked + " " + run.scans().get(1).problem().map(ScanReport.Problem::kind));
  }

  @Test
  void anEmptyRunProvesNothing() {
    ScanException refused =
        assertThrows(
            ScanException.class, () -> runner(RequestRunnerTest::passed).scanAll(List.of()));
    assertEquals(ProblemKind.USAGE, refused.kind());
  }

  @Test
  void oneRunHasOnePolicy() {
    Policy other = Policy.defaults().allowSetuid("/usr/bin/su");
    ScanException refused =
        assertThrows(
            ScanException.class,
            () ->
                runner(RequestRunnerTest::passed)
                    .scanAll(List.of(ScanRequest.of("a"), ScanRequest.of("b").policy(other))));
    assertEquals(ProblemKind.USAGE, refused.kind());
  }

  @Test
  void aComparisonThatCannotBeMadeIsUnknown() {
    ComparisonRun run =
        runner(RequestRunnerTest::passed).compareAll(List.of(CompareRequest.of("a", "b")));
    assertEquals(Verdict.UNKNOWN, run.verdict());
  }

  @Test
  void podsThatCannotBeReadAreUnknown() {
    PodsRun run =
        runner(RequestRunnerTest::passed)
            .comparePods(
                "pods.json",
                () -> {
                  throw new ScanException(ProblemKind.MALFORMED, "no list of pods");
                });
    assertEquals(4, run.exitCode());
  }

  @Test
  void imageThatIsNotThereIsAProblemOfItsLineage() {
    LineageRun run =
        runner(RequestRunnerTest::passed)
            .traceAll(List.of(LineageRequest.of("a"), LineageRequest.of("b")));
    assertEquals(2, run.lineages().size());
    assertEquals(3, run.exitCode());
  }

  @Test
  void signaturesThatCannotBeLookedForAreTold() {
    SignaturesRun run =
        runner(RequestRunnerTest::passed)
            .verifyAll(List.of(SignatureRequest.of("a"), SignatureRequest.of("b")));
    assertEquals(2, run.reports().size());
    assertEquals(3, run.exitCode());
  }

  private RequestRunner runner(Function<ScanRequest, ScanReport> answers) {
    return new RequestRunner(
        new ScanEngine() {
          @Override
          public PolicyLoader policies() {
            return PolicyLoader.ofFiles();
          }

          @Override
          public ScanReport scan(ScanRequest request) {
            asked.add(request.address());
            return answers.apply(request);
          }

          @Override
          public Comparison compare(CompareRequest request) {
            throw new ScanException(ProblemKind.UNREACHABLE, "nobody answers");
          }

          @Override
          public Optional<Digest> resolve(String address) {
            return Optional.empty();
          }

          @Override
          public List<Lineage> lineage(LineageRequest request) {
            throw new ScanException(ProblemKind.NOT_FOUND, "there is no such image");
          }

          @Override
          public List<SignedImageReport> signatures(SignatureRequest request) {
            throw new ScanException(ProblemKind.UNSUPPORTED, "there is no place for signatures");
          }

          @Override
          public PodsComparison comparePods(PodsRequest request) {
            throw new ScanException(ProblemKind.UNREACHABLE, "nobody answers");
          }
        },
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
        cancellation,
        Problems.hiding(List.of("s3cret"))::of);
  }

  private static ScanReport passed(ScanRequest request) {
    return new ScanReport(request.address(), Instant.EPOCH, List.of(), List.of(), Optional.empty());
  }

  private static ScanReport failingFor(String address, ScanRequest request) {
    if (request.address().equals(address)) {
      throw new ScanException(ProblemKind.UNREACHABLE, "nobody answers");
    }
    return passed(request);
  }
}
