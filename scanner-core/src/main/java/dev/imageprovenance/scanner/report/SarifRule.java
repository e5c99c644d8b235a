package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.util.Locale;

/**
 * What a check can find, or that it could not look, as a rule of SARIF (section 3.49); immutable.
 *
 * @param check the check
 * @param code the code of the finding
 * @param severity how much it matters
 * @param description what it says; possibly empty
 * @param help Markdown
 */
record SarifRule(CheckId check, String code, Severity severity, String description, String help) {
  /** What code scanning shows of a description. */
  private static final int MOST_DESCRIPTION = 1024;

  /** Stands for what could not be looked at. */
  static final String UNKNOWN = "UNKNOWN";

  /** Stands for what was left out of the file. */
  static final String LEFT_OUT = "LEFT_OUT";

  /** The rule of a code, explained by the check's page. */
  static SarifRule of(CheckId check, RulePage page, String code, Severity severity) {
    RulePage.Meaning meaning = page.codes().get(code);
    String text = meaning == null ? page.question() : meaning.text();
    String description = check + " " + code + (text.isEmpty() ? "" : ": " + withoutMarkup(text));
    StringBuilder help = new StringBuilder();
    help.append("**").append(page.question().isEmpty() ? check.value() : page.question());
    help.append("**\n\n`").append(code).append("` (").append(severity.label()).append(")");
    help.append(text.isEmpty() || meaning == null ? "" : ": " + text).append('\n');
    section(help, "Why it matters", page.why());
    section(help, "How to fix it", page.fix());
    section(help, "How to allow it", page.allow());
    return new SarifRule(check, code, severity, description, help.toString());
  }

  /** The rule that a check could not look at everything. */
  static SarifRule unknown(CheckId check, RulePage page) {
    StringBuilder help = new StringBuilder();
    help.append("**").append(page.question().isEmpty() ? check.value() : page.question());
    help.append("** could not be answered.\n\nWhat nobody looked at is not known to be clean, so")
        .append(" that it does not pass. The result says what was in the way; take it out of the")
        .append(" way and look again.\n");
    return new SarifRule(
        check,
        UNKNOWN,
        Severity.HIGH,
        "Not everything could be looked at, and what was not is not known to be clean.",
        help.toString());
  }

  /** The rule that a file does not hold everything. */
  static SarifRule leftOut(Severity worst) {
    return new SarifRule(
        new CheckId("report"),
        LEFT_OUT,
        worst,
        "There are more findings than this file may hold.",
        "There are more findings than code scanning accepts in one file. The most severe ones are"
            + " in it; the JSON report has all of them.\n");
  }

  /** {@code setuid-files/WRITABLE}. */
  String id() {
    return check + "/" + code;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("name", name());
    text(json, "shortDescription", title());
    text(json, "fullDescription", description.isEmpty() ? title() : shortened(description));
    json.writeObjectFieldStart("defaultConfiguration");
    json.writeStringField("level", level(severity));
    json.writeEndObject();
    json.writeObjectFieldStart("help");
    json.writeStringField("text", withoutMarkup(help));
    json.writeStringField("markdown", help);
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeStringField("precision", "very-high");
    if (severity != Severity.INFO) {
      json.writeStringField("security-severity", score(severity));
    }
    json.writeArrayFieldStart("tags");
    json.writeString("container-image");
    json.writeString(check.value());
    json.writeString("security");
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The level of a result that is so severe. */
  static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, INFO -> "note";
    };
  }

  /** The middle of the range that code scanning shows as that severity. */
  private static String score(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "9.5";
      case HIGH -> "8.0";
      case MEDIUM -> "5.5";
      case LOW -> "2.0";
      case INFO -> "0.0";
    };
  }

  /** {@code Setuid files: writable}. */
  private String title() {
    String subject = check.value().replace('-', ' ');
    return Character.toUpperCase(subject.charAt(0))
        + subject.substring(1)
        + ": "
        + code.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code SetuidFilesWritable}. */
  private String name() {
    StringBuilder name = new StringBuilder();
    for (String word : (check.value() + "-" + code).split("[-_]")) {
      name.append(Character.toUpperCase(word.charAt(0)));
      name.append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  private static void section(StringBuilder help, String heading, String text) {
    if (!text.isEmpty()) {
      help.append("\n## ").append(heading).append('\n').append(text).append('\n');
    }
  }

  private static void text(JsonGenerator json, String name, String text) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static String withoutMarkup(String markdown) {
    return markdown.replaceAll("(?m)^```.*\\n", "").replace("**", "").replace("`", "");
  }

  private static String shortened(String text) {
    return text.length() <= MOST_DESCRIPTION ? text : text.substring(0, MOST_DESCRIPTION - 1) + "…";
  }
}
