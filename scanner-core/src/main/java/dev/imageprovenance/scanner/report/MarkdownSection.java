package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.util.List;

/** Words what is told of one subject as Markdown; immutable. */
final class MarkdownSection {
  /** So many are still read. */
  private static final int MOST_GROUPS = 100;

  /** Of more paths the rest is counted. */
  private static final int MOST_PATHS = 20;

  /** Of more questions the rest is counted. */
  private static final int MOST_ROWS = 100;

  private final Subject subject;

  MarkdownSection(Subject subject) {
    this.subject = subject;
  }

  /** "❌ FAIL". */
  static String verdict(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "✅ PASS";
      case UNKNOWN -> "⚠️ UNKNOWN";
      case FAIL -> "❌ FAIL";
    };
  }

  /** What the subject is called, and in a word how it is. */
  static String name(Subject subject, boolean isCell) {
    SubjectName name = subject.name();
    return (subject.state().isEmpty() ? "" : "**" + subject.state() + "** ")
        + code(Text.escape(name.address()), isCell)
        + name.other()
            .map(other -> " " + name.sign() + " " + code(Text.escape(other), isCell))
            .orElse("")
        + name.platform().map(platform -> " " + code(Text.escape(platform), isCell)).orElse("");
  }

  /** The verdict and the table of questions. */
  String headline() {
    StringBuilder out = new StringBuilder("### ");
    out.append(verdict(subject.verdict())).append(' ').append(name(subject, false));
    out.append("\n\n| | check | result |\n|---|---|---|\n");
    List<Question> questions = subject.questions();
    for (Question question : questions.subList(0, Math.min(questions.size(), MOST_ROWS))) {
      CheckResult result = question.result();
      out.append("| ").append(verdict(result.verdict())).append(" | ");
      out.append(MarkdownText.codeInCell(question.name())).append(" | ");
      out.append(MarkdownText.sentence(Wording.message(result.summary(), false)));
      out.append(excused(result)).append(" |\n");
    }
    if (questions.size() > MOST_ROWS) {
      out.append("\nand ").append(Wording.grouped(questions.size() - MOST_ROWS)).append(" more\n");
    }
    return out.append('\n').toString();
  }

  /** What was found and what to do about it, folded; empty when there is nothing to tell. */
  String details(Question question) {
    CheckResult result = question.result();
    if (question.groups().isEmpty() && question.unknown().isEmpty() && result.excused().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    out.append(result.verdict() == Verdict.PASS ? "<details>" : "<details open>");
    out.append("<summary>").append(verdict(result.verdict())).append(' ');
    out.append(MarkdownText.codeElement(question.name())).append("</summary>\n\n");
    if (question.unknown().isPresent()) {
      out.append(result.unknownAllowed() ? "- unknown, allowed: " : "- **unknown**: ");
      out.append(sentence(question.unknown().get())).append('\n');
    }
    List<FindingGroup> groups = question.groups();
    for (FindingGroup group : groups.subList(0, Math.min(groups.size(), MOST_GROUPS))) {
      group(out, group);
    }
    more(out, groups.size());
    List<ExcusedFinding> excused = result.excused();
    for (ExcusedFinding each : excused.subList(0, Math.min(excused.size(), MOST_GROUPS))) {
      out.append("- ").append(MarkdownText.sentence(ExcuseWording.why(each.excuse())));
      out.append(": ").append(sentence(each.finding().message())).append('\n');
    }
    more(out, excused.size());
    return out.append("\n</details>\n\n").toString();
  }

  /** Where it came from and by which digests it goes, folded. */
  String origin() {
    if (subject.details().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("<details><summary>What was looked at</summary>\n\n");
    for (Detail detail : subject.details()) {
      out.append("- ").append(MarkdownText.sentence(detail.label())).append(' ');
      out.append(MarkdownText.code(detail.value())).append('\n');
    }
    return out.append("\n</details>\n\n").toString();
  }

  private static void group(StringBuilder out, FindingGroup group) {
    Finding first = group.first();
    out.append("- **").append(first.severity().label()).append("** ");
    out.append(sentence(group.headline()));
    group
        .location()
        .ifPresent(
            layer ->
                out.append("; from ")
                    .append(MarkdownText.sentence(group.whose(LayerWording.layer(layer)))));
    if (group.size() > 1) {
      List<String> paths = group.subjects();
      int shown = Math.min(paths.size(), MOST_PATHS);
      out.append(':');
      paths.subList(0, shown).forEach(path -> out.append(' ').append(MarkdownText.code(path)));
      out.append(shown < paths.size() ? " and " + (paths.size() - shown) + " more" : "");
    } else {
      out.append(' ').append(MarkdownText.code(first.code()));
    }
    out.append('\n');
    for (RemedyLines.Line line : group.remedy(false)) {
      remedy(out, line);
    }
  }

  private static void remedy(StringBuilder out, RemedyLines.Line line) {
    String text = Wording.printable(String.join(" ", line.words()));
    String label = line.label().isEmpty() ? "remedy:" : line.label();
    out.append("  - ").append(MarkdownText.sentence(label));
    if (line.isCommand() && label.startsWith("Dockerfile")) {
      out.append("\n\n").append(MarkdownText.block("dockerfile", text, "    "));
    } else if (line.isCommand() || text.startsWith("<")) {
      out.append(' ').append(MarkdownText.code(text)).append('\n');
    } else {
      out.append(' ').append(MarkdownText.sentence(text)).append('\n');
    }
  }

  private static void more(StringBuilder out, int size) {
    if (size > MOST_GROUPS) {
      out.append("- and ")
          .append(Wording.grouped(size - MOST_GROUPS))
          .append(" more, which the JSON report has\n");
    }
  }

  private static String excused(CheckResult result) {
    int count = result.excused().size();
    return count == 0 ? "" : " (" + Wording.grouped(count) + " excused)";
  }

  private static String sentence(String message) {
    return MarkdownText.sentence(Wording.message(message, false));
  }

  private static String code(String text, boolean isCell) {
    return isCell ? MarkdownText.codeInCell(text) : MarkdownText.code(text);
  }
}
