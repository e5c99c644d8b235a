package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.policy.Levels.Level;
import dev.imageprovenance.scanner.policy.Levels.Tightness;
import dev.imageprovenance.scanner.policy.syntax.PolicyProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Looks for clauses that would let something pass in some image that a floor does not; not
 * thread-safe. A clause is compared with every clause of the floor that can be the one that counts
 * for an image of its section.
 */
final class Loosening {
  private final List<PolicyDocument> floor;
  private final List<PolicyProblem> problems;

  /**
   * Compares with {@code floor}.
   *
   * @param floor what is extended before what extends it; at least one file
   * @param problems collects what loosens
   */
  Loosening(List<PolicyDocument> floor, List<PolicyProblem> problems) {
    this.floor = floor;
    this.problems = problems;
  }

  /** Compares what a file says about the images of {@code match}, or about all. */
  void examine(Clauses clauses, Optional<Glob> match) {
    List<Level> levels = levels(match);
    clauses
        .failOn()
        .ifPresent(
            own ->
                examine(own, levels, match, Clauses::failOn, Tightnesses.FAIL_ON, defaultFailOn()));
    clauses
        .user()
        .ifPresent(
            own -> {
              if (own.value() == UserRequirement.ANY) {
                examine(own, levels, match, Clauses::user, Tightnesses.USER, absentUser());
              } else {
                examine(own, levels, match, Clauses::user, Tightnesses.USER, Optional.empty());
              }
            });
    clauses
        .allowUnknown()
        .ifPresent(
            own ->
                examineItems(
                    own.value(),
                    Setting::origin,
                    candidates(levels, match, Clauses::allowUnknown),
                    "allowUnknown",
                    (wide, narrow) -> wide.value().equals(narrow.value())));
    clauses
        .setuid()
        .ifPresent(
            own ->
                examineItems(
                    own.value(),
                    SetuidAllowance::origin,
                    candidates(levels, match, Clauses::setuid),
                    "setuid.allow",
                    SetuidAllowance::includes));
    clauses
        .capabilities()
        .ifPresent(
            own ->
                examineItems(
                    own.value(),
                    CapabilityAllowance::origin,
                    candidates(levels, match, Clauses::capabilities),
                    "capabilities.allow",
                    CapabilityAllowance::includes));
    for (SeverityRule rule : clauses.severities()) {
      examineSeverity(rule, levels, match);
    }
    examineBase(clauses, levels, match);
  }

  /** Groups of a base are a further condition, which loosens nothing. */
  private void examineBase(Clauses clauses, List<Level> levels, Optional<Glob> match) {
    maxAge(clauses)
        .ifPresent(
            own ->
                examine(
                    own, levels, match, Loosening::maxAge, Tightnesses.MAX_DAYS, Optional.empty()));
    clauses
        .onlyFromBase()
        .ifPresent(
            own ->
                examine(
                    own,
                    levels,
                    match,
                    Clauses::onlyFromBase,
                    Tightnesses.ONLY_FROM_BASE,
                    Optional.empty()));
  }

  private static Optional<Setting<Integer>> maxAge(Clauses clauses) {
    return clauses.base().flatMap(base -> base.value().maxAgeDays());
  }

  /** The floor's levels that can count for such images, first asked first. */
  private List<Level> levels(Optional<Glob> match) {
    List<Level> levels = new ArrayList<>();
    for (int i = floor.size() - 1; i >= 0; i--) {
      levels.addAll(
          Levels.of(
              floor.get(i),
              i > 0,
              section -> match.isEmpty() || section.match().overlaps(match.get())));
    }
    return levels;
  }

  /** Whether no level behind it is asked about any of these images. */
  private static boolean isLast(Level level, Optional<Glob> match) {
    return !level.onlyTightens()
        && (level.match().isEmpty()
            || (match.isPresent() && level.match().get().includes(match.get())));
  }

  /**
   * What can count for some of these images.
   *
   * @param settings in the order in which they are asked
   * @param isComplete whether one of them always does
   */
  private record Candidates<T>(List<Setting<T>> settings, boolean isComplete) {}

  private static <T> Candidates<T> candidates(
      List<Level> levels, Optional<Glob> match, Function<Clauses, Optional<Setting<T>>> clause) {
    List<Setting<T>> settings = new ArrayList<>();
    for (Level level : levels) {
      Optional<Setting<T>> said = clause.apply(level.clauses());
      if (said.isPresent()) {
        settings.add(said.get());
        if (isLast(level, match)) {
          return new Candidates<>(settings, true);
        }
      }
    }
    return new Candidates<>(settings, false);
  }

  /**
   * Compares one value.
   *
   * @param absent what counts where the floor says nothing; empty when anything is as tight
   */
  private <T> void examine(
      Setting<T> own,
      List<Level> levels,
      Optional<Glob> match,
      Function<Clauses, Optional<Setting<T>>> clause,
      Tightness<T> tightness,
      Optional<Setting<T>> absent) {
    Candidates<T> candidates = candidates(levels, match, clause);
    List<Setting<T>> all = new ArrayList<>(candidates.settings());
    if (!candidates.isComplete()) {
      absent.ifPresent(all::add);
    }
    for (Setting<T> candidate : all) {
      if (!tightness.isAtLeastAsTight(own.value(), candidate.value())) {
        add(own.origin(), own.origin().clause() + " would loosen " + candidate.origin());
        return;
      }
    }
  }

  private Optional<Setting<Severity>> defaultFailOn() {
    Setting<Severity> byDefault = Levels.defaultFailOn();
    return Optional.of(
        new Setting<>(
            byDefault.value(),
            new ClauseOrigin(byDefault.origin().clause(), Optional.of(start()))));
  }

  /** Without the clause root is a finding of its own severity. */
  private Optional<Setting<UserRequirement>> absentUser() {
    return Optional.of(
        new Setting<>(UserRequirement.NON_ROOT, FloorGuard.absent("user.require", floor)));
  }

  private <T> void examineItems(
      List<T> own,
      Function<T, ClauseOrigin> origin,
      Candidates<List<T>> candidates,
      String clause,
      BiPredicate<T, T> includes) {
    List<Setting<List<T>>> all = new ArrayList<>(candidates.settings());
    if (!candidates.isComplete()) {
      all.add(new Setting<>(List.of(), FloorGuard.absent(clause, floor)));
    }
    for (T item : own) {
      for (Setting<List<T>> candidate : all) {
        if (candidate.value().stream().noneMatch(wide -> includes.test(wide, item))) {
          add(
              origin.apply(item),
              origin.apply(item).clause() + " would loosen " + candidate.origin());
          break;
        }
      }
    }
  }

  private void examineSeverity(SeverityRule own, List<Level> levels, Optional<Glob> match) {
    for (Map.Entry<String, Severity> code : KnownChecks.codes(own.check()).entrySet()) {
      if (!own.isAbout(own.check(), code.getKey())) {
        continue;
      }
      for (SeverityRule candidate :
          severities(own.check(), code.getKey(), code.getValue(), levels, match)) {
        if (rank(own.severity()) < rank(candidate.severity())) {
          add(own.origin(), own.origin().clause() + " would loosen " + candidate.origin());
          return;
        }
      }
    }
  }

  /** What such findings can be by the floor. */
  private List<SeverityRule> severities(
      CheckId check, String code, Severity natural, List<Level> levels, Optional<Glob> match) {
    List<SeverityRule> candidates = new ArrayList<>();
    for (Level level : levels) {
      Optional<SeverityRule> rule =
          PolicyResolver.severities(List.of(level)).stream()
              .filter(each -> each.isAbout(check, code))
              .findFirst();
      if (rule.isPresent()) {
        candidates.add(rule.get());
        if (isLast(level, match)) {
          return candidates;
        }
      }
    }
    candidates.add(
        new SeverityRule(
            check,
            Optional.of(code),
            Optional.of(natural),
            new ClauseOrigin(
                "the severity of " + check + "/" + code + ", " + natural.label(),
                Optional.of(start()))));
    return candidates;
  }

  private static int rank(Optional<Severity> severity) {
    return severity.map(Severity::ordinal).orElse(-1);
  }

  private ClauseLocation start() {
    return floor.get(floor.size() - 1).start();
  }

  private void add(ClauseOrigin place, String message) {
    ClauseLocation location = place.location().orElseGet(this::start);
    problems.add(new PolicyProblem(location, message));
  }
}
