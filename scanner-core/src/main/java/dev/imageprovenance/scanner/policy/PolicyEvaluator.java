package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a check found into a verdict; immutable and thread-safe. */
public final class PolicyEvaluator {
  private final ImagePolicy policy;
  private final LocalDate today;
  private final Allowances allowances;
  private final Severities severities;
  private final OnlyFromBase onlyFromBase;

  /**
   * Judges by {@code policy}.
   *
   * @param today the day it is (UTC)
   */
  public PolicyEvaluator(ImagePolicy policy, LocalDate today) {
    this(policy, today, Optional.empty());
  }

  /**
   * Judges by {@code policy}.
   *
   * @param today the day it is (UTC)
   * @param standing how the image stands to the bases that are asked for; empty when none are
   */
  public PolicyEvaluator(ImagePolicy policy, LocalDate today, Optional<BaseStanding> standing) {
    this.policy = policy;
    this.today = today;
    this.onlyFromBase = new OnlyFromBase(policy, standing);
    this.allowances = new Allowances(policy);
    this.severities = new Severities(policy);
  }

  /**
   * The outcome with its verdict, what counts and what does not. Broken integrity fails whatever
   * the policy says; findings that fail go before what is unknown.
   */
  public CheckResult evaluate(CheckOutcome outcome) {
    List<Finding> counting = new ArrayList<>(outcome.findings().size());
    List<ExcusedFinding> excused = new ArrayList<>();
    for (Finding found : onlyFromBase.mark(outcome)) {
      Finding finding = severities.apply(found);
      Optional<Excuse> excuse = excuse(finding);
      if (excuse.isPresent()) {
        excused.add(new ExcusedFinding(finding, excuse.get()));
      } else {
        counting.add(finding);
      }
    }
    Severities.sortWorstFirst(counting);
    boolean unknownAllowed = policy.allowsUnknown(outcome.check()).isPresent();
    Optional<String> unknown = outcome.unknown().or(() -> onlyFromBase.whyUnknown(counting));
    return new CheckResult(
        outcome.check(),
        verdict(counting, unknown.isPresent() && !unknownAllowed),
        outcome.summary(),
        unknown,
        unknownAllowed,
        counting,
        excused);
  }

  private Verdict verdict(List<Finding> counting, boolean unknown) {
    for (Finding finding : counting) {
      if (fails(finding)) {
        return Verdict.FAIL;
      }
    }
    return unknown ? Verdict.UNKNOWN : Verdict.PASS;
  }

  private boolean fails(Finding finding) {
    boolean integrityIsBroken =
        finding.check().equals(CheckId.INTEGRITY) && finding.severity() == Severity.CRITICAL;
    return integrityIsBroken || finding.severity().isAtLeast(policy.failOn());
  }

  /** What the policy allows anyhow needs no waiver, and what is waived needs no baseline. */
  private Optional<Excuse> excuse(Finding finding) {
    if (finding.check().equals(CheckId.INTEGRITY)) {
      return Optional.empty();
    }
    Optional<Excuse> allowed = allowances.excuse(finding);
    if (allowed.isPresent()) {
      return allowed;
    }
    Optional<Excuse> ignored = severities.excuse(finding);
    if (ignored.isPresent()) {
      return ignored;
    }
    for (Waiver waiver : policy.waivers()) {
      if (!waiver.isExpired(today) && waiver.covers(finding)) {
        return Optional.of(waiver.excuse());
      }
    }
    return knownBefore(finding);
  }

  private Optional<Excuse> knownBefore(Finding finding) {
    Optional<Baseline> baseline = policy.resolved().baseline();
    if (baseline.isEmpty()) {
      return Optional.empty();
    }
    Optional<List<CheckId>> only = policy.resolved().baselineChecks();
    boolean mayExcuse = only.isEmpty() || only.get().contains(finding.check());
    return mayExcuse && baseline.get().knows(policy.subject(), finding)
        ? Optional.of(baseline.get().excuse())
        : Optional.empty();
  }
}
