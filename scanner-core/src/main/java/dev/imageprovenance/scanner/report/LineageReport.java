package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.Lineage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of one request for a lineage; immutable.
 *
 * @param requested the address as it was asked for
 * @param startedAt when
 * @param outcome the lineages, or why there is none
 */
public record LineageReport(String requested, Instant startedAt, Outcome outcome) {

  /** Lineages, or why there is none. */
  public sealed interface Outcome {
    /** One lineage for each platform that was selected, at least one. */
    record Traced(List<Lineage> lineages) implements Outcome {
      /** Copies the list. */
      public Traced {
        lineages = List.copyOf(lineages);
      }
    }

    /** There is no image; only front-ends make such outcomes, the library throws. */
    record Failed(ScanReport.Problem problem) implements Outcome {}
  }

  /** The lineages; none when there is a problem. */
  public List<Lineage> lineages() {
    return outcome instanceof Outcome.Traced traced ? traced.lineages() : List.of();
  }

  /** Why there is none, when there is none. */
  public Optional<ScanReport.Problem> problem() {
    return outcome instanceof Outcome.Failed failed
        ? Optional.of(failed.problem())
        : Optional.empty();
  }

  /** The worst of the lineages; of a problem UNKNOWN, or FAIL when integrity is broken. */
  public Verdict verdict() {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.problem().kind().exitCode() == 4 ? Verdict.FAIL : Verdict.UNKNOWN;
    }
    return lineages().stream().map(Lineage::verdict).reduce(Verdict.PASS, Verdict::and);
  }

  /**
   * The exit code that says the same: 0 passed, 1 contradicted or another base, 2 usage, 3 could
   * not tell, 4 integrity broken.
   */
  public int exitCode() {
    return outcome instanceof Outcome.Failed failed
        ? failed.problem().kind().exitCode()
        : lineages().stream().map(Lineage::exitCode).reduce(0, RunReport::worseExitCode);
  }
}
