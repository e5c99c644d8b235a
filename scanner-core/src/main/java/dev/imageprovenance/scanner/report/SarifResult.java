package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.FindingFingerprint;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.List;
import java.util.Optional;

/**
 * A result as SARIF tells it (section 3.27), before it is written; immutable.
 *
 * @param subject the image or comparison that it is about
 * @param check the check
 * @param code the code of the finding, or {@link SarifRule#UNKNOWN}
 * @param severity how much it matters
 * @param message plain text that says all: what, where, and what to do about it
 * @param about a path, a user, a setting; escaped, possibly empty
 * @param layer the layer that brought it
 * @param origin whose that is
 * @param fix the file in which it is fixed
 * @param fingerprint recognises it again in another build of the same image
 * @param finding recognises it again in whatever image; empty when it is no finding
 * @param suppressions why it does not count; empty when it does
 */
record SarifResult(
    SubjectName subject,
    CheckId check,
    String code,
    Severity severity,
    String message,
    String about,
    Optional<LayerLocation> layer,
    Optional<OriginEvidence> origin,
    FixLocation fix,
    String fingerprint,
    Optional<FindingFingerprint> finding,
    List<SarifSuppression> suppressions) {
  SarifResult {
    suppressions = List.copyOf(suppressions);
  }

  String ruleId() {
    return check + "/" + code;
  }

  boolean counts() {
    return suppressions.isEmpty();
  }

  boolean isUnknown() {
    return code.equals(SarifRule.UNKNOWN);
  }
}
