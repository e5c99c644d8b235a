package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Note;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes one SARIF run (section 3.14): the results of one category; not thread-safe. */
final class SarifRun {
  /** Of more results code scanning shows these. */
  static final int MOST_RESULTS = 5000;

  /** Notifications repeat what results say, so that some of them do. */
  private static final int MOST_NOTIFICATIONS = 100;

  /** What the run's end and one more result need at most. */
  private static final int RESERVE = 600_000;

  private static final String SEMANTIC_VERSION =
      "[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?";

  private final Outline outline;
  private final String category;
  private final List<Subject> subjects;
  private final FixLocation fix;
  private final List<SarifResult> results;
  private final SarifRules rules;

  SarifRun(Outline outline, String category, List<Subject> subjects, FixLocation fix) {
    this.outline = outline;
    this.category = category;
    this.subjects = subjects;
    this.fix = fix;
    this.results = SarifResults.of(subjects, fix);
    this.rules = new SarifRules(subjects, results);
  }

  /** Writes the run; results only as long as the document stays shorter than {@code limit}. */
  void write(JsonGenerator json, CountingWriter counted, long limit) throws IOException {
    json.writeStartObject();
    tool(json);
    json.writeObjectFieldStart("automationDetails");
    json.writeStringField("id", "image-provenance/" + category + "/");
    json.writeEndObject();
    json.writeArrayFieldStart("results");
    results(json, counted, limit - RESERVE);
    json.writeEndArray();
    invocation(json);
    properties(json);
    json.writeEndObject();
  }

  private void tool(JsonGenerator json) throws IOException {
    RunReport.Tool tool = outline.tool();
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", tool.name());
    json.writeStringField("version", tool.version());
    if (tool.version().matches(SEMANTIC_VERSION)) {
      json.writeStringField("semanticVersion", tool.version());
    }
    json.writeArrayFieldStart("rules");
    for (SarifRule rule : rules.list()) {
      rule.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void results(JsonGenerator json, CountingWriter counted, long limit) throws IOException {
    int written = 0;
    for (SarifResult result : results) {
      json.flush();
      if (written == MOST_RESULTS - 1 && results.size() > MOST_RESULTS
          || counted.characters() > limit) {
        leftOut(json, results.subList(written, results.size()));
        return;
      }
      new SarifResultWriter(json, rules).write(result);
      written++;
    }
  }

  private void leftOut(JsonGenerator json, List<SarifResult> rest) throws IOException {
    Severity worst = Severity.INFO;
    for (SarifResult result : rest) {
      boolean isWorse = result.counts() && result.severity().isAtLeast(worst);
      worst = isWorse ? result.severity() : worst;
    }
    SarifRule rule = SarifRule.leftOut(worst);
    SarifResult result =
        new SarifResult(
            rest.get(0).subject(),
            rule.check(),
            rule.code(),
            worst,
            Wording.count(rest.size(), "finding is", "findings are")
                + " left out of this file, the worst of severity "
                + worst.label()
                + ".\nThe most severe ones are in it; the JSON report has all of them.",
            "",
            Optional.empty(),
            Optional.empty(),
            fix,
            "left-out:1",
            Optional.empty(),
            List.of());
    new SarifResultWriter(json, rules).write(result);
  }

  private void invocation(JsonGenerator json) throws IOException {
    List<SarifResult> unknown = results.stream().filter(SarifResult::isUnknown).toList();
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeBooleanField("executionSuccessful", unknown.stream().noneMatch(SarifResult::counts));
    json.writeNumberField("exitCode", outline.exitCode());
    json.writeStringField("startTimeUtc", outline.startedAt().toString());
    json.writeArrayFieldStart("toolExecutionNotifications");
    for (SarifResult result : unknown.subList(0, Math.min(unknown.size(), MOST_NOTIFICATIONS))) {
      new SarifResultWriter(json, rules).writeNotification(result);
    }
    json.writeEndArray();
    notes(json);
    json.writeEndObject();
    json.writeEndArray();
  }

  /** What is odd about the policy is told about the tool's configuration (section 3.20.20). */
  private void notes(JsonGenerator json) throws IOException {
    List<Note> notes = outline.notes();
    json.writeArrayFieldStart("toolConfigurationNotifications");
    for (Note note : notes.subList(0, Math.min(notes.size(), MOST_NOTIFICATIONS))) {
      new SarifResultWriter(json, rules).writeNote(note);
    }
    json.writeEndArray();
  }

  /** What was looked at and with what outcome: results alone do not tell what passed. */
  private void properties(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("properties");
    json.writeArrayFieldStart("subjects");
    int most = Math.min(subjects.size(), MOST_NOTIFICATIONS);
    for (Subject subject : subjects.subList(0, most)) {
      subject(json, subject);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void subject(JsonGenerator json, Subject subject) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", subject.name().toString());
    json.writeStringField("verdict", JsonFields.label(subject.verdict()));
    JsonFields.unlessEmpty(json, "state", subject.state());
    json.writeArrayFieldStart("details");
    for (Detail detail : subject.details()) {
      json.writeString(detail.label() + " " + detail.value());
    }
    json.writeEndArray();
    json.writeObjectFieldStart("checks");
    for (Question question : subject.questions()) {
      json.writeStringField(question.name(), JsonFields.label(question.result().verdict()));
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
