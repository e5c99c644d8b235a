package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts findings and outcomes together; stateless. */
final class Findings {
  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::subject)
          .thenComparing(Finding::code)
          .thenComparing(Finding::message);

  private Findings() {}

  /** The outcome with its findings in order and its reasons in one sentence. */
  static CheckOutcome outcome(
      CheckId check, Collection<Finding> findings, Collection<String> unknown, String summary) {
    return new CheckOutcome(
        check,
        findings.stream().sorted(WORST_FIRST).toList(),
        unknown.isEmpty()
            ? Optional.empty()
            : Optional.of(unknown.stream().distinct().collect(Collectors.joining("; "))),
        summary);
  }

  /** The outcome of a check that could not look at anything. */
  static CheckOutcome unknown(CheckId check, String reason) {
    return new CheckOutcome(check, List.of(), Optional.of(reason), "could not look");
  }

  static Finding withMessage(Finding finding, String message) {
    return new Finding(
        finding.check(),
        finding.code(),
        finding.severity(),
        finding.subject(),
        message,
        finding.remedy(),
        finding.location(),
        finding.evidence());
  }

  /** "1 file", "2 files". */
  static String count(long number, String singular, String plural) {
    return number + " " + (number == 1 ? singular : plural);
  }
}
