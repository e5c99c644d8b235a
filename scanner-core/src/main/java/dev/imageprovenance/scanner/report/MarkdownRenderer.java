package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.report.Outline.Note;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Writes a report as Markdown for the summary of a CI job: the verdict, a table of what was asked,
 * then what was found with what to do about it, folded; what does not pass comes first; immutable
 * and thread-safe.
 *
 * <p>GitHub shows nothing of a summary that is longer than a mebibyte, so that this one ends before
 * {@value #MOST_BYTES} bytes and says what it leaves out.
 *
 * @param <R> what is reported
 */
final class MarkdownRenderer<R> implements ReportRenderer<R> {
  private static final int MOST_BYTES = 900_000;

  /** Of more subjects the overview is no overview. */
  private static final int MOST_ROWS = 500;

  /** So many are still read. */
  private static final int MOST_NOTES = 100;

  /** How much room what is left out needs to be told. */
  private static final int RESERVE = 2_000;

  private final Function<R, Outline> outliner;

  /** Renders what {@code outliner} makes of a report. */
  MarkdownRenderer(Function<R, Outline> outliner) {
    this.outliner = outliner;
  }

  @Override
  public void render(R run, Writer out) throws IOException {
    Outline outline = outliner.apply(run);
    List<Subject> subjects = new ArrayList<>(outline.subjects());
    subjects.sort(Comparator.comparing(Subject::verdict).reversed());
    MarkdownBudget budget = new MarkdownBudget(out, MOST_BYTES - RESERVE);
    budget.write(
        "## " + outline.title() + ": " + MarkdownSection.verdict(outline.verdict()) + "\n\n");
    if (subjects.size() > 1) {
      overview(budget, subjects);
    }
    budget.write(notes(outline.notes()));
    int headlines = 0;
    int details = 0;
    for (Subject subject : subjects) {
      MarkdownSection section = new MarkdownSection(subject);
      if (!budget.write(section.headline())) {
        headlines++;
        continue;
      }
      for (Question question : subject.questions()) {
        details += budget.write(section.details(question)) ? 0 : 1;
      }
      details += budget.write(section.origin()) ? 0 : 1;
    }
    out.write(leftOut(headlines, details));
  }

  private static void overview(MarkdownBudget budget, List<Subject> subjects) throws IOException {
    StringBuilder table = new StringBuilder("| verdict | what | not passed |\n|---|---|---|\n");
    for (Subject subject : subjects.subList(0, Math.min(subjects.size(), MOST_ROWS))) {
      List<String> failed = new ArrayList<>();
      for (Question question : subject.questions()) {
        if (question.result().verdict() != Verdict.PASS) {
          failed.add(MarkdownText.codeInCell(question.name()));
        }
      }
      int shown = Math.min(failed.size(), 10);
      table.append("| ").append(MarkdownSection.verdict(subject.verdict()));
      table.append(" | ").append(MarkdownSection.name(subject, true)).append(" | ");
      table.append(String.join(", ", failed.subList(0, shown)));
      table.append(shown < failed.size() ? " and " + (failed.size() - shown) + " more" : "");
      table.append(" |\n");
    }
    if (subjects.size() > MOST_ROWS) {
      table
          .append("\nand ")
          .append(Wording.grouped(subjects.size() - MOST_ROWS))
          .append(" more, none of them worse\n");
    }
    budget.write(table.append('\n').toString());
  }

  private static String notes(List<Note> notes) {
    if (notes.isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("⚠️ The policy has what no image needed:\n\n");
    for (Note note : notes.subList(0, Math.min(notes.size(), MOST_NOTES))) {
      list.append("- ").append(MarkdownText.sentence(note.text())).append('\n');
    }
    if (notes.size() > MOST_NOTES) {
      list.append("- and ").append(Wording.grouped(notes.size() - MOST_NOTES)).append(" more\n");
    }
    return list.append('\n').toString();
  }

  private static String leftOut(int headlines, int details) {
    if (headlines + details == 0) {
      return "";
    }
    return "**Left out**, because a summary may not be longer: "
        + Wording.count(headlines, "whole section", "whole sections")
        + ", details of "
        + Wording.count(details, "check", "checks")
        + ". The JSON report has all of it.\n";
  }
}
