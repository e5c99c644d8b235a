package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Note;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.io.IOException;
import java.io.Writer;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/**
 * Writes a report as JUnit XML, as Surefire writes it and Jenkins and GitLab read it: each image is
 * a suite, each check a test case. What fails is a failure, what could not be looked at an error;
 * immutable and thread-safe.
 *
 * @param <R> what is reported
 */
final class JunitRenderer<R> implements ReportRenderer<R> {
  /** Of more notes JSON has the rest. */
  private static final int MOST_NOTES = 200;

  private final Function<R, Outline> outliner;

  /** Renders what {@code outliner} makes of a report. */
  JunitRenderer(Function<R, Outline> outliner) {
    this.outliner = outliner;
  }

  @Override
  public void render(R run, Writer out) throws IOException {
    Outline outline = outliner.apply(run);
    XmlWriter xml = new XmlWriter(out);
    xml.declaration();
    xml.open(
        "testsuites",
        "name",
        outline.tool().name(),
        "tests",
        count(outline.subjects(), Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN),
        "failures",
        count(outline.subjects(), Verdict.FAIL),
        "errors",
        count(outline.subjects(), Verdict.UNKNOWN),
        "time",
        "0");
    int id = 0;
    for (Subject subject : outline.subjects()) {
      suite(xml, outline, subject, id++);
    }
    xml.close("testsuites");
  }

  private static void suite(XmlWriter xml, Outline outline, Subject subject, int id)
      throws IOException {
    List<Subject> only = List.of(subject);
    xml.open(
        "testsuite",
        "id",
        Integer.toString(id),
        "name",
        subject.name().toString(),
        "tests",
        Integer.toString(subject.questions().size()),
        "failures",
        count(only, Verdict.FAIL),
        "errors",
        count(only, Verdict.UNKNOWN),
        "skipped",
        "0",
        "timestamp",
        outline
            .startedAt()
            .atOffset(ZoneOffset.UTC)
            .toLocalDateTime()
            .truncatedTo(ChronoUnit.SECONDS)
            .format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME),
        "time",
        "0");
    properties(xml, outline, subject);
    for (Question question : subject.questions()) {
      testCase(xml, subject, question);
    }
    xml.close("testsuite");
  }

  private static void properties(XmlWriter xml, Outline outline, Subject subject)
      throws IOException {
    xml.open("properties");
    property(xml, "tool", outline.tool().name() + " " + outline.tool().version());
    property(xml, "verdict", subject.verdict().name());
    if (!subject.state().isEmpty()) {
      property(xml, "state", subject.state());
    }
    for (Detail detail : subject.details()) {
      property(xml, detail.label(), detail.value());
    }
    List<Note> notes = outline.notes();
    for (Note note : notes.subList(0, Math.min(notes.size(), MOST_NOTES))) {
      property(xml, "policy", note.text());
    }
    xml.close("properties");
  }

  private static void property(XmlWriter xml, String name, String value) throws IOException {
    xml.empty("property", "name", name, "value", value);
  }

  /** Its class is the image without tag and digest, so that the next build has the same. */
  private static void testCase(XmlWriter xml, Subject subject, Question question)
      throws IOException {
    CheckResult result = question.result();
    xml.open(
        "testcase",
        "classname",
        subject.name().stable().replace('.', '_'),
        "name",
        question.name(),
        "time",
        "0");
    if (result.verdict() != Verdict.PASS) {
      String element = result.verdict() == Verdict.FAIL ? "failure" : "error";
      xml.leaf(
          element,
          OutlineText.failure(question),
          "type",
          result.check().value(),
          "message",
          OutlineText.summary(question));
    }
    xml.leaf("system-out", OutlineText.remarks(question));
    xml.close("testcase");
  }

  private static String count(List<Subject> subjects, Verdict... verdicts) {
    int count = 0;
    for (Subject subject : subjects) {
      for (Question question : subject.questions()) {
        count += List.of(verdicts).contains(question.result().verdict()) ? 1 : 0;
      }
    }
    return Integer.toString(count);
  }
}
