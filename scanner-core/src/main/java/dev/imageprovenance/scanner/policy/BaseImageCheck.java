package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks whether the image is built on the base that was asked for, and on the one that it names;
 * immutable and thread-safe.
 */
public final class BaseImageCheck implements Check {
  static final String OTHER_BASE = "OTHER_BASE";
  static final String NOT_IN_GROUP = "NOT_IN_GROUP";
  static final String TOO_OLD = "TOO_OLD";
  static final String CONTRADICTED = "CONTRADICTED";
  static final String MOVED = "MOVED";
  static final String GONE = "GONE";

  private static final Map<String, Severity> CODES =
      Map.of(
          OTHER_BASE, Severity.HIGH,
          NOT_IN_GROUP, Severity.HIGH,
          TOO_OLD, Severity.MEDIUM,
          CONTRADICTED, Severity.HIGH,
          MOVED, Severity.INFO,
          GONE, Severity.INFO);

  private final BaseRules rules;
  private final boolean isRequested;
  private final LocalDate today;

  /**
   * @param rules what the policy requires
   * @param isRequested whether the request asks for certain bases
   * @param today the day it is (UTC)
   */
  BaseImageCheck(BaseRules rules, boolean isRequested, LocalDate today) {
    this.rules = rules;
    this.isRequested = isRequested;
    this.today = today;
  }

  @Override
  public CheckId id() {
    return CheckId.BASE_IMAGE;
  }

  @Override
  public String title() {
    return "Is the image built on the base that was asked for, and on the one that it names?";
  }

  @Override
  public Map<String, Severity> codes() {
    return new TreeMap<>(CODES);
  }

  static Severity severity(String code) {
    return CODES.getOrDefault(code, Severity.HIGH);
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    return facts
        .lineage()
        .map(lineage -> new BaseImageFindings(lineage, rules, today).outcome(isRequested))
        .orElseGet(
            () ->
                new CheckOutcome(
                    id(), List.of(), Optional.empty(), "no base is asked for, and none is named"));
  }
}
