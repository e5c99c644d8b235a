package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.policy.syntax.PolicyProblem;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds that what extends a policy file lets nothing pass that the file does not; stateless. What
 * is refused names both clauses.
 */
final class FloorGuard {
  private FloorGuard() {}

  /**
   * Requires it of a chain of files.
   *
   * @param documents what is extended before what extends it
   * @throws ScanException of kind CONFIGURATION
   */
  static void requireNoLoosening(List<PolicyDocument> documents) {
    List<PolicyProblem> problems = new ArrayList<>();
    for (int i = 1; i < documents.size(); i++) {
      List<PolicyDocument> floor = documents.subList(0, i);
      PolicyDocument document = documents.get(i);
      Loosening loosening = new Loosening(floor, problems);
      loosening.examine(document.general(), Optional.empty());
      for (ImageSection section : document.sections()) {
        loosening.examine(section.clauses(), Optional.of(section.match()));
      }
      examineWaivers(document, floor, problems);
      examineBases(floor, problems);
    }
    if (!problems.isEmpty()) {
      throw InvalidPolicy.of(problems);
    }
  }

  private static void examineWaivers(
      PolicyDocument document, List<PolicyDocument> floor, List<PolicyProblem> problems) {
    List<Setting<CheckId>> waivable = waivable(floor);
    ClauseOrigin said = waivableOrigin(floor);
    for (Waiver waiver : document.waivers()) {
      if (!names(waivable, waiver.check())) {
        problems.add(
            problem(waiver.origin(), waiver.origin().clause() + " waives " + waiver.check(), said));
      }
    }
    if (document.waivable().isPresent()) {
      for (Setting<CheckId> check : document.waivable().get().value()) {
        if (!names(waivable, check.value())) {
          problems.add(problem(check.origin(), check.origin().clause(), said));
        }
      }
    }
    Optional<Setting<Integer>> days = document.maxWaiverDays();
    if (days.isPresent()) {
      Setting<Integer> most = maxWaiverDays(floor);
      if (days.get().value() > most.value()) {
        problems.add(
            problem(days.get().origin(), "maxWaiverDays " + days.get().value(), most.origin()));
      }
    }
  }

  /** Else what extends a file could say which base its setuid files may come from. */
  private static void examineBases(List<PolicyDocument> floor, List<PolicyProblem> problems) {
    boolean isNamed =
        floor.stream()
            .flatMap(FloorGuard::clauses)
            .flatMap(clauses -> clauses.base().stream())
            .anyMatch(base -> !base.value().groups().isEmpty());
    clauses(floor.get(floor.size() - 1))
        .flatMap(clauses -> clauses.onlyFromBase().stream())
        .filter(only -> only.value() && !isNamed)
        .findFirst()
        .ifPresent(
            only ->
                problems.add(
                    new PolicyProblem(
                        only.origin().location().orElseThrow(),
                        only.origin().clause()
                            + " needs base.groups in a file that is extended: what extends it"
                            + " could name any base")));
  }

  private static Stream<Clauses> clauses(PolicyDocument document) {
    return Stream.concat(
        Stream.of(document.general()), document.sections().stream().map(ImageSection::clauses));
  }

  private static PolicyProblem problem(ClauseOrigin place, String what, ClauseOrigin floor) {
    return new PolicyProblem(place.location().orElseThrow(), what + " would loosen " + floor);
  }

  /** Checks whose findings may be waived by what extends these files. */
  static List<Setting<CheckId>> waivable(List<PolicyDocument> floor) {
    for (int i = floor.size() - 1; i >= 0; i--) {
      if (floor.get(i).waivable().isPresent()) {
        return floor.get(i).waivable().get().value();
      }
    }
    return List.of();
  }

  private static ClauseOrigin waivableOrigin(List<PolicyDocument> floor) {
    for (int i = floor.size() - 1; i >= 0; i--) {
      if (floor.get(i).waivable().isPresent()) {
        return floor.get(i).waivable().get().origin();
      }
    }
    return absent("waivable", floor);
  }

  private static Setting<Integer> maxWaiverDays(List<PolicyDocument> floor) {
    for (int i = floor.size() - 1; i >= 0; i--) {
      if (floor.get(i).maxWaiverDays().isPresent()) {
        Setting<Integer> days = floor.get(i).maxWaiverDays().get();
        return new Setting<>(
            days.value(),
            new ClauseOrigin("maxWaiverDays " + days.value(), days.origin().location()));
      }
    }
    return new Setting<>(
        WaiverLimits.DEFAULT_DAYS,
        absent("maxWaiverDays " + WaiverLimits.DEFAULT_DAYS + ", the default", floor));
  }

  private static boolean names(List<Setting<CheckId>> checks, CheckId check) {
    return checks.stream().anyMatch(each -> each.value().equals(check));
  }

  /** A clause that the file lacks is found where the file begins. */
  static ClauseOrigin absent(String clause, List<PolicyDocument> floor) {
    ClauseLocation start = floor.get(floor.size() - 1).start();
    return new ClauseOrigin(clause + ", which is not set", Optional.of(start));
  }

  /** Requires that the threshold is no looser than that of any image. */
  static void requireTight(List<PolicyDocument> floor, Setting<Severity> failOn) {
    requireNone(floor, Clauses.NONE.withFailOn(failOn));
  }

  /** Requires that the check may be unknown in every image. */
  static void requireAllowedUnknown(List<PolicyDocument> floor, Setting<CheckId> check) {
    requireNone(
        floor, Clauses.NONE.withAllowUnknown(new Setting<>(List.of(check), check.origin())));
  }

  /** Requires that the file is accepted in every image. */
  static void requireAllowed(List<PolicyDocument> floor, SetuidAllowance allowance) {
    requireNone(
        floor, Clauses.NONE.withSetuid(new Setting<>(List.of(allowance), allowance.origin())));
  }

  /** Requires that the capability is accepted in every image. */
  static void requireAllowed(List<PolicyDocument> floor, CapabilityAllowance allowance) {
    requireNone(
        floor,
        Clauses.NONE.withCapabilities(new Setting<>(List.of(allowance), allowance.origin())));
  }

  /** Requires that some check may be waived. */
  static void requireSomethingWaivable(List<PolicyDocument> floor, String option) {
    if (!floor.isEmpty() && waivable(floor).isEmpty()) {
      throw refused(option + " would loosen " + waivableOrigin(floor));
    }
  }

  private static void requireNone(List<PolicyDocument> floor, Clauses option) {
    if (floor.isEmpty()) {
      return;
    }
    List<PolicyProblem> problems = new ArrayList<>();
    new Loosening(floor, problems).examine(option, Optional.<Glob>empty());
    if (!problems.isEmpty()) {
      throw refused(problems.get(0).message());
    }
  }

  private static ScanException refused(String message) {
    return new ScanException(
        ProblemKind.USAGE,
        message,
        "What a policy extends can only be tightened; leave the option out.",
        null);
  }
}
