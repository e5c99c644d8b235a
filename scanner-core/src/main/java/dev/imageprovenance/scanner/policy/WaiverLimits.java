package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.policy.syntax.PolicyProblem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** How many days ahead waivers may end; stateless. */
final class WaiverLimits {
  /** Where nobody says otherwise. */
  static final int DEFAULT_DAYS = 90;

  private WaiverLimits() {}

  /** Requires that no waiver of these files ends later than it may. */
  static void requireWithin(List<PolicyDocument> documents, LocalDate today) {
    List<PolicyProblem> problems = new ArrayList<>();
    int days = DEFAULT_DAYS;
    for (PolicyDocument document : documents) {
      days = document.maxWaiverDays().isPresent() ? document.maxWaiverDays().get().value() : days;
      for (Waiver waiver : document.waivers()) {
        LocalDate last = today.plusDays(days);
        if (waiver.expires().isAfter(last)) {
          problems.add(
              new PolicyProblem(
                  waiver.origin().location().orElseThrow(),
                  "waiver "
                      + waiver.id()
                      + " expires on "
                      + waiver.expires()
                      + ", more than "
                      + days
                      + " days ahead: "
                      + last
                      + " is the latest (maxWaiverDays)"));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw InvalidPolicy.of(problems);
    }
  }
}
