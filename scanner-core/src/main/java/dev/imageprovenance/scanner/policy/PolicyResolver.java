package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.Levels.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds what the files of a policy say about one image; stateless. */
final class PolicyResolver {
  private PolicyResolver() {}

  static ImagePolicy.Resolved resolve(
      List<PolicyDocument> documents,
      Adjustments adjustments,
      Predicate<ImageSection> isMeant,
      PolicySubject subject) {
    if (documents.isEmpty()) {
      return withoutFiles(adjustments);
    }
    List<Level> levels = new ArrayList<>();
    List<ClauseOrigin> sections = new ArrayList<>();
    List<List<SeverityRule>> severities = new ArrayList<>();
    List<TrustClause> trust = new ArrayList<>();
    List<SignatureDemands> signatures = new ArrayList<>();
    List<Waiver> waivers = new ArrayList<>();
    Set<Control> controls = new LinkedHashSet<>();
    List<BaseClause> bases = new ArrayList<>();
    boolean isFloorNaming = false;
    boolean mayExcuse = true;
    for (int i = 0; i < documents.size(); i++) {
      PolicyDocument document = documents.get(i);
      List<Level> own = Levels.of(document, i > 0, isMeant);
      levels.addAll(0, own);
      severities.add(severities(own));
      Optional<BaseClause> base =
          Levels.first(own, Clauses::base, (one, other) -> true).map(Setting::value);
      base.ifPresent(bases::add);
      isFloorNaming |=
          i < documents.size() - 1 && base.filter(b -> !b.groups().isEmpty()).isPresent();
      mayExcuse &= i == documents.size() - 1 || isFloorNaming || !isOnlyFromBase(own);
      sections.addAll(
          0, document.sections().stream().filter(isMeant).map(ImageSection::origin).toList());
      document.trust().ifPresent(trust::add);
      signatures.add(SignatureDemands.of(own));
      document.waivers().stream().filter(each -> each.isAbout(subject)).forEach(waivers::add);
      document.profile().ifPresent(profile -> controls.addAll(profile.value().controls()));
      controls.addAll(document.controls());
    }
    return new ImagePolicy.Resolved(
        sections,
        adjustments.failOn().orElseGet(() -> failOn(levels)),
        severities,
        plus(items(levels, Clauses::allowUnknown), adjustments.allowUnknown()),
        Levels.first(levels, Clauses::user, Tightnesses.USER),
        plus(items(levels, Clauses::setuid), adjustments.setuid()),
        plus(items(levels, Clauses::capabilities), adjustments.capabilities()),
        trust,
        SignaturePolicy.of(documents, signatures),
        waivers,
        adjustments.baseline(),
        baselineChecks(documents),
        List.copyOf(controls),
        new BaseRules(
            bases,
            Levels.first(levels, Clauses::onlyFromBase, Tightnesses.ONLY_FROM_BASE),
            documents.size() < 2,
            mayExcuse,
            documents.size() < 2 || isFloorNaming));
  }

  private static boolean isOnlyFromBase(List<Level> levels) {
    return Levels.first(levels, Clauses::onlyFromBase, Tightnesses.ONLY_FROM_BASE)
        .filter(Setting::value)
        .isPresent();
  }

  /** The way of every short scan. */
  private static ImagePolicy.Resolved withoutFiles(Adjustments adjustments) {
    Optional<Setting<Severity>> failOn = adjustments.failOn();
    return new ImagePolicy.Resolved(
        List.of(),
        failOn.isPresent() ? failOn.get() : Levels.defaultFailOn(),
        List.of(),
        adjustments.allowUnknown(),
        Optional.empty(),
        adjustments.setuid(),
        adjustments.capabilities(),
        List.of(),
        SignaturePolicy.none(),
        List.of(),
        adjustments.baseline(),
        Optional.empty(),
        List.of(),
        BaseRules.NONE);
  }

  private static Setting<Severity> failOn(List<Level> levels) {
    Setting<Severity> byDefault = Levels.defaultFailOn();
    Clauses last = Clauses.NONE.withFailOn(byDefault);
    List<Level> all = new ArrayList<>(levels);
    all.add(new Level(last, Optional.empty(), false, levels.get(0).place()));
    return Levels.first(all, Clauses::failOn, Tightnesses.FAIL_ON).orElse(byDefault);
  }

  private static <T> List<T> items(
      List<Level> levels, Function<Clauses, Optional<Setting<List<T>>>> clause) {
    return Levels.first(levels, clause, (one, other) -> true).map(Setting::value).orElse(List.of());
  }

  /** In the order in which they are asked: of one level, codes before whole checks. */
  static List<SeverityRule> severities(List<Level> levels) {
    List<SeverityRule> rules = new ArrayList<>();
    for (Level level : levels) {
      level.clauses().severities().stream().filter(r -> r.code().isPresent()).forEach(rules::add);
      level.clauses().severities().stream().filter(r -> r.code().isEmpty()).forEach(rules::add);
    }
    return rules;
  }

  /** Where a file extends another, the baseline excuses no more than a waiver could. */
  private static Optional<List<CheckId>> baselineChecks(List<PolicyDocument> documents) {
    return documents.size() < 2
        ? Optional.empty()
        : Optional.of(
            FloorGuard.waivable(documents.subList(0, documents.size() - 1)).stream()
                .map(Setting::value)
                .toList());
  }

  private static <T> List<T> plus(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
