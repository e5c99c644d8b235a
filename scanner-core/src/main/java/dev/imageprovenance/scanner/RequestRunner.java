package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ComparisonReport;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.LineageReport;
import dev.imageprovenance.scanner.report.LineageRun;
import dev.imageprovenance.scanner.report.PodsRun;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.SignaturesReport;
import dev.imageprovenance.scanner.report.SignaturesRun;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out requests one after another for a front-end and makes one report of all: whatever is
 * thrown, even an error of the JVM, becomes a problem in the report, so that it neither hides the
 * other results nor passes. Immutable; as thread-safe as its engine.
 */
public final class RequestRunner {
  private final ScanEngine engine;
  private final Clock clock;
  private final Cancellation cancellation;
  private final Function<Throwable, ScanReport.Problem> problems;

  /**
   * Asks {@code engine}.
   *
   * @param clock tells the time of reports
   * @param cancellation once cancelled, what is left is not asked any more; it is reported as a
   *     problem of kind CANCELLED
   * @param problems puts into words what was thrown, see {@link
   *     dev.imageprovenance.scanner.report.Problems}
   */
  public RequestRunner(
      ScanEngine engine,
      Clock clock,
      Cancellation cancellation,
      Function<Throwable, ScanReport.Problem> problems) {
    this.engine = engine;
    this.clock = clock;
    this.cancellation = cancellation;
    this.problems = problems;
  }

  /**
   * Scans every address.
   *
   * @throws ScanException of kind USAGE if there is no request, or if they differ in their policies
   */
  public RunReport scanAll(List<ScanRequest> requests) {
    Policy policy = policy(requests);
    Instant startedAt = clock.instant();
    List<ScanReport> scans = new ArrayList<>(requests.size());
    for (ScanRequest request : requests) {
      scans.add(scan(request));
    }
    return new RunReport(RunReport.Tool.current(), startedAt, policy, scans);
  }

  /**
   * Makes every comparison.
   *
   * @throws ScanException of kind USAGE if there is no request
   */
  public ComparisonRun compareAll(List<CompareRequest> requests) {
    requireSome(requests);
    Instant startedAt = clock.instant();
    List<ComparisonReport> comparisons = new ArrayList<>(requests.size());
    for (CompareRequest request : requests) {
      comparisons.add(compare(request));
    }
    return new ComparisonRun(RunReport.Tool.current(), startedAt, comparisons);
  }

  /**
   * Tells every lineage.
   *
   * @throws ScanException of kind USAGE if there is no request
   */
  public LineageRun traceAll(List<LineageRequest> requests) {
    requireSome(requests);
    Instant startedAt = clock.instant();
    List<LineageReport> lineages = new ArrayList<>(requests.size());
    for (LineageRequest request : requests) {
      lineages.add(trace(request));
    }
    return new LineageRun(RunReport.Tool.current(), startedAt, lineages);
  }

  /**
   * Tells what is signed of every image.
   *
   * @throws ScanException of kind USAGE if there is no request
   */
  public SignaturesRun verifyAll(List<SignatureRequest> requests) {
    requireSome(requests);
    Instant startedAt = clock.instant();
    List<SignaturesReport> reports = new ArrayList<>(requests.size());
    for (SignatureRequest request : requests) {
      reports.add(verify(request));
    }
    return new SignaturesRun(RunReport.Tool.current(), startedAt, reports);
  }

  /**
   * Compares what pods run.
   *
   * @param name what the report calls the list of pods
   * @param request reads the pods; what it throws is reported too
   */
  @SuppressWarnings("CatchingUnchecked")
  public PodsRun comparePods(String name, Supplier<PodsRequest> request) {
    Instant startedAt = clock.instant();
    PodsRun.Outcome outcome;
    try {
      cancellation.throwIfCancelled();
      outcome = new PodsRun.Outcome.Compared(engine.comparePods(request.get()));
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      outcome = new PodsRun.Outcome.Failed(problems.apply(e));
    }
    return new PodsRun(RunReport.Tool.current(), startedAt, name, outcome);
  }

  @SuppressWarnings("CatchingUnchecked")
  private ScanReport scan(ScanRequest request) {
    Instant startedAt = clock.instant();
    try {
      cancellation.throwIfCancelled();
      return engine.scan(request);
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return new ScanReport(
          request.address(), startedAt, List.of(), List.of(), Optional.of(problems.apply(e)));
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  private ComparisonReport compare(CompareRequest request) {
    Instant startedAt = clock.instant();
    try {
      cancellation.throwIfCancelled();
      return ComparisonReport.of(engine.compare(request));
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return new ComparisonReport(
          request.deployed(),
          request.registry(),
          startedAt,
          new ComparisonReport.Outcome.Failed(problems.apply(e)));
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  private LineageReport trace(LineageRequest request) {
    Instant startedAt = clock.instant();
    try {
      cancellation.throwIfCancelled();
      return new LineageReport(
          request.address(), startedAt, new LineageReport.Outcome.Traced(engine.lineage(request)));
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return new LineageReport(
          request.address(), startedAt, new LineageReport.Outcome.Failed(problems.apply(e)));
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  private SignaturesReport verify(SignatureRequest request) {
    Instant startedAt = clock.instant();
    try {
      cancellation.throwIfCancelled();
      return new SignaturesReport(
          request.address(),
          startedAt,
          new SignaturesReport.Outcome.Looked(engine.signatures(request)));
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return new SignaturesReport(
          request.address(), startedAt, new SignaturesReport.Outcome.Failed(problems.apply(e)));
    }
  }

  private static Policy policy(List<ScanRequest> requests) {
    requireSome(requests);
    Policy policy = requests.get(0).policy();
    for (ScanRequest request : requests.subList(1, requests.size())) {
      if (!request.policy().equals(policy)) {
        throw new ScanException(
            ProblemKind.USAGE,
            "One run is judged by one policy, but "
                + requests.get(0).address()
                + " and "
                + request.address()
                + " are to be judged by different ones",
            "Scan them in two runs.",
            null);
      }
    }
    return policy;
  }

  private static void requireSome(List<?> requests) {
    if (requests.isEmpty()) {
      throw new ScanException(
          ProblemKind.USAGE, "Nothing is asked for: a run of no request would prove nothing");
    }
  }
}
