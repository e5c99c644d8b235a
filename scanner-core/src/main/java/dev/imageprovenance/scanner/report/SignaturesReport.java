package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of one request for the signatures of an image; immutable.
 *
 * @param requested the address as it was asked for
 * @param startedAt when
 * @param outcome what was found, or why there is nothing to tell
 */
public record SignaturesReport(String requested, Instant startedAt, Outcome outcome) {

  /** What was found, or why there is nothing to tell. */
  public sealed interface Outcome {
    /** One for each platform that was selected, at least one. */
    record Looked(List<SignedImageReport> images) implements Outcome {
      /** Copies the list. */
      public Looked {
        images = List.copyOf(images);
      }
    }

    /** There is no image; only front-ends make such outcomes, the library throws. */
    record Failed(ScanReport.Problem problem) implements Outcome {}
  }

  /** The images; none when there is a problem. */
  public List<SignedImageReport> images() {
    return outcome instanceof Outcome.Looked looked ? looked.images() : List.of();
  }

  /** Why there is none, when there is none. */
  public Optional<ScanReport.Problem> problem() {
    return outcome instanceof Outcome.Failed failed
        ? Optional.of(failed.problem())
        : Optional.empty();
  }

  /** The worst of the images; of a problem UNKNOWN, or FAIL when integrity is broken. */
  public Verdict verdict() {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.problem().kind().exitCode() == 4 ? Verdict.FAIL : Verdict.UNKNOWN;
    }
    return images().stream().map(SignedImageReport::verdict).reduce(Verdict.PASS, Verdict::and);
  }

  /**
   * The exit code that says the same: 0 passed, 1 refused or missing, 2 usage, 3 could not tell, 4
   * integrity broken.
   */
  public int exitCode() {
    return outcome instanceof Outcome.Failed failed
        ? failed.problem().kind().exitCode()
        : images().stream().map(SignedImageReport::exitCode).reduce(0, RunReport::worseExitCode);
  }
}
