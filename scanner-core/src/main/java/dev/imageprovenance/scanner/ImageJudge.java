package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.check.BaseAttribution;
import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.policy.BaseStanding;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.PolicyEvaluator;
import dev.imageprovenance.scanner.report.ImageOrigin;
import dev.imageprovenance.scanner.report.ImageReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the facts of one image; immutable and thread-safe. */
final class ImageJudge {
  private final ImagePolicy policy;
  private final List<Check> checks;
  private final ScanRequest request;
  private final Instant now;

  /**
   * Judges by {@code policy}.
   *
   * @param checks those that {@code request} selects
   */
  ImageJudge(ImagePolicy policy, List<Check> checks, ScanRequest request, Instant now) {
    this.policy = policy;
    this.checks = List.copyOf(checks);
    this.request = request;
    this.now = now;
  }

  /**
   * What comes of the checks.
   *
   * @throws dev.imageprovenance.scanner.layer.NotInSnapshotException if a check needs more than an
   *     earlier scan has left
   */
  ImageReport judge(ImageFacts facts) {
    Optional<BaseStanding> standing =
        facts.lineage().flatMap(lineage -> policy.standing(lineage, isBaseRequested()));
    Optional<ImageOrigin> origin =
        facts.lineage().map(lineage -> new ImageOrigin(lineage, base(lineage, standing)));
    PolicyEvaluator evaluator = new PolicyEvaluator(policy, today(), standing);
    List<CheckResult> results = new ArrayList<>();
    for (Check check : all(facts)) {
      results.add(evaluator.evaluate(attributed(check.check(facts), origin)));
    }
    return ReportAssembler.imageReport(facts, policy, results, origin);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private boolean isBaseRequested() {
    return request.question().asks();
  }

  private List<Check> all(ImageFacts facts) {
    List<Check> all = new ArrayList<>(checks);
    if (isBaseChecked(facts)) {
      all.add(policy.baseCheck(isBaseRequested(), today()));
    }
    all.addAll(policy.checks(now));
    return all;
  }

  /** What an image falsely says of its base is told although nobody asked. */
  private boolean isBaseChecked(ImageFacts facts) {
    boolean isFalse =
        facts.lineage().filter(found -> found.state() == LineageState.CONTRADICTED).isPresent();
    return isBaseRequested()
        || policy.wantedBases().isAsked()
        || request.checks().contains(CheckId.BASE_IMAGE)
        || (isFalse && request.checks().isEmpty());
  }

  private Optional<ProvenBase> base(Lineage lineage, Optional<BaseStanding> standing) {
    return standing.orElse(null) instanceof BaseStanding.Accepted accepted
        ? Optional.of(policy.weighed(accepted.base()))
        : ProvenBase.merelyNamed(lineage);
  }

  private static CheckOutcome attributed(CheckOutcome outcome, Optional<ImageOrigin> origin) {
    Optional<ProvenBase> base = origin.flatMap(ImageOrigin::base);
    return base.isEmpty()
        ? outcome
        : new BaseAttribution(origin.orElseThrow().lineage(), base.get()).apply(outcome);
  }
}
