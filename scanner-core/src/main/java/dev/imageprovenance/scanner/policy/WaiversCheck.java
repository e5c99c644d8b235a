package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks whether a waiver about the image is over; immutable and thread-safe. What an expired waiver
 * accepted counts again beside this.
 */
public final class WaiversCheck implements Check {
  static final String EXPIRED = "EXPIRED";
  static final Map<String, Severity> CODES = Map.of(EXPIRED, Severity.MEDIUM);

  private final List<Waiver> waivers;
  private final LocalDate today;

  /**
   * A check of the waivers about one image.
   *
   * @param today the day it is (UTC)
   */
  public WaiversCheck(List<Waiver> waivers, LocalDate today) {
    this.waivers = List.copyOf(waivers);
    this.today = today;
  }

  @Override
  public CheckId id() {
    return CheckId.WAIVERS;
  }

  @Override
  public String title() {
    return "Are the policy's waivers about the image still in force?";
  }

  @Override
  public Map<String, Severity> codes() {
    return CODES;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    List<Finding> findings = new ArrayList<>();
    for (Waiver waiver : waivers) {
      if (waiver.isExpired(today)) {
        findings.add(expired(waiver));
      }
    }
    return new CheckOutcome(id(), findings, Optional.empty(), summary(findings.size()));
  }

  private String summary(int expired) {
    String all = waivers.size() == 1 ? "1 waiver" : waivers.size() + " waivers";
    return expired == 0
        ? all + " in force"
        : all + ", " + (expired == waivers.size() ? "expired" : expired + " of them expired");
  }

  private Finding expired(Waiver waiver) {
    return new Finding(
        id(),
        EXPIRED,
        Severity.MEDIUM,
        waiver.id(),
        "Waiver "
            + Text.excerpt(waiver.id())
            + " for "
            + waiver.scope()
            + " expired on "
            + waiver.expires()
            + ": what it accepted counts again",
        Optional.of(
            Remedy.of(
                "Fix what it accepted and take the waiver out of the policy, or renew it with a"
                    + " reason that still holds")),
        Optional.empty(),
        List.of(waiver.origin().evidence()));
  }
}
