package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of one scan request; immutable.
 *
 * @param requested the address as it was asked for
 * @param startedAt when
 * @param images one for each platform scanned; empty when there is a problem
 * @param children what the index lists, scanned or not; empty when there is no index
 * @param problem why nothing could be scanned; only front-ends make such reports, the library
 *     throws
 */
public record ScanReport(
    String requested,
    Instant startedAt,
    List<ImageReport> images,
    List<IndexChild> children,
    Optional<Problem> problem) {
  /** Copies the lists. */
  public ScanReport {
    images = List.copyOf(images);
    children = List.copyOf(children);
  }

  /** The worst of the images; of a problem UNKNOWN, or FAIL when integrity is broken. */
  public Verdict verdict() {
    if (problem.isPresent()) {
      return problem.get().kind().exitCode() == 4 ? Verdict.FAIL : Verdict.UNKNOWN;
    }
    return images.stream().map(ImageReport::verdict).reduce(Verdict.PASS, Verdict::and);
  }

  /** All findings that count, image by image. */
  public List<Finding> findings() {
    return images.stream()
        .flatMap(image -> image.results().stream())
        .flatMap(result -> result.findings().stream())
        .toList();
  }

  /**
   * The process exit code that says the same: 0 passed, 1 policy failed, 2 usage, 3 could not
   * check, 4 integrity broken. Several at once: 4 before 1 before 3 before 0.
   */
  public int exitCode() {
    if (problem.isPresent()) {
      return problem.get().kind().exitCode();
    }
    boolean integrityBroken =
        images.stream()
            .flatMap(image -> image.results().stream())
            .filter(result -> result.check().equals(CheckId.INTEGRITY))
            .flatMap(result -> result.findings().stream())
            .anyMatch(finding -> finding.severity() == Severity.CRITICAL);
    if (integrityBroken) {
      return 4;
    }
    return switch (verdict()) {
      case FAIL -> 1;
      case UNKNOWN -> 3;
      case PASS -> 0;
    };
  }

  /**
   * A child of an index.
   *
   * @param digest its manifest's digest
   * @param platform what it says it runs on
   * @param status what was done with it
   * @param note why, in a few words
   */
  public record IndexChild(
      Digest digest, Optional<Platform> platform, ChildStatus status, String note) {}

  /** What was done with a child of an index. */
  public enum ChildStatus {
    SCANNED,
    /** Another platform was asked for. */
    NOT_SELECTED,
    /** A proven BuildKit attestation of a sibling. */
    ATTESTATION,
    /** No image. */
    ARTIFACT
  }

  /**
   * Why nothing could be scanned.
   *
   * @param kind what kind of problem
   * @param message what failed, where
   * @param remedy what to do about it
   */
  public record Problem(ProblemKind kind, String message, Optional<String> remedy) {}
}
