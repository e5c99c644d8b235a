package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of one SARIF run: what the checks that ran can find, as their pages list it, and what
 * they found beyond that; immutable.
 */
final class SarifRules {
  private final Map<String, SarifRule> rules = new LinkedHashMap<>();
  private final Map<String, Integer> indexes = new HashMap<>();

  SarifRules(List<Subject> subjects, List<SarifResult> results) {
    Map<String, Severity> worst = worst(results);
    Map<CheckId, RulePage> pages = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      for (Question question : subject.questions()) {
        pages.computeIfAbsent(question.result().check(), RulePage::of);
      }
    }
    for (SarifResult result : results) {
      pages.computeIfAbsent(result.check(), RulePage::of);
    }
    pages.forEach((check, page) -> add(check, page, worst));
    for (SarifResult result : results) {
      RulePage page = pages.getOrDefault(result.check(), RulePage.EMPTY);
      add(rule(result.check(), page, result.code(), worst, result.severity()));
    }
    add(SarifRule.leftOut(Severity.HIGH));
  }

  /** The rules, in the order of their indexes. */
  List<SarifRule> list() {
    return new ArrayList<>(rules.values());
  }

  /** The index of the rule with that id. */
  int index(String id) {
    Integer index = indexes.get(id);
    if (index == null) {
      throw new IllegalStateException("no rule " + id);
    }
    return index;
  }

  private void add(CheckId check, RulePage page, Map<String, Severity> worst) {
    page.codes()
        .forEach((code, meaning) -> add(rule(check, page, code, worst, meaning.severity())));
    add(SarifRule.unknown(check, page));
  }

  private void add(SarifRule rule) {
    if (rules.putIfAbsent(rule.id(), rule) == null) {
      indexes.put(rule.id(), indexes.size());
    }
  }

  /** Code scanning shows the rule's severity, so that it must be that of what was found. */
  private static SarifRule rule(
      CheckId check, RulePage page, String code, Map<String, Severity> worst, Severity usual) {
    return SarifRule.of(check, page, code, worst.getOrDefault(check + "/" + code, usual));
  }

  private static Map<String, Severity> worst(List<SarifResult> results) {
    Map<String, Severity> worst = new HashMap<>();
    for (SarifResult result : results) {
      if (result.counts()) {
        worst.merge(
            result.ruleId(), result.severity(), (one, other) -> one.isAtLeast(other) ? one : other);
      }
    }
    return worst;
  }
}
