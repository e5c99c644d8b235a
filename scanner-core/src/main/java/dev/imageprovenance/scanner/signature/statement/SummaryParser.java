package dev.imageprovenance.scanner.signature.statement;

import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Reads SLSA verification summaries; stateless. What the format requires must be there. */
final class SummaryParser {
  private SummaryParser() {}

  static VerificationSummary parse(JsonFields predicate) {
    JsonFields verifier = required(predicate, "verifier");
    List<String> levels = predicate.texts("verifiedLevels");
    if (!predicate.has("verifiedLevels")) {
      throw malformed("\"verifiedLevels\" is missing");
    }
    return new VerificationSummary(
        verifier.requiredText("id"),
        predicate.text("timeVerified").map(SummaryParser::instant),
        predicate.requiredText("resourceUri"),
        StatementParser.resource(required(predicate, "policy")),
        predicate.objects("inputAttestations", StatementParser::resource),
        passed(predicate.requiredText("verificationResult")),
        levels,
        predicate.text("slsaVersion"));
  }

  private static boolean passed(String result) {
    return switch (result) {
      case "PASSED" -> true;
      case "FAILED" -> false;
      default -> throw malformed("the result is \"" + Text.excerpt(result) + "\"");
    };
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw malformed("\"" + Text.excerpt(text) + "\" is no time");
    }
  }

  private static JsonFields required(JsonFields fields, String key) {
    return fields.object(key).orElseThrow(() -> malformed("\"" + key + "\" is missing"));
  }

  private static ScanException malformed(String why) {
    return new ScanException(
        ProblemKind.MALFORMED, "The verification summary is malformed: " + why);
  }
}
