package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.report.Outline.Question;
import java.util.List;

/** Says in plain text what came of a question, for formats that hold lines of text; stateless. */
final class OutlineText {
  /** So many lines of a kind are still read. */
  private static final int MOST = 200;

  /** Of longer lines the rest is left out. */
  private static final int MOST_CHARACTERS = 4000;

  private OutlineText() {}

  /** One line. */
  static String summary(Question question) {
    return Wording.message(question.result().summary(), false);
  }

  /** What is wrong and what to do about it, for a question that is not answered with PASS. */
  static String failure(Question question) {
    StringBuilder lines = new StringBuilder();
    lines.append(summary(question)).append('\n');
    unknown(lines, question);
    groups(lines, question.groups());
    return lines.toString();
  }

  /** What else is to be known: what was found though it passes, and what does not count. */
  static String remarks(Question question) {
    CheckResult result = question.result();
    StringBuilder lines = new StringBuilder();
    lines.append(result.verdict().name()).append(": ").append(summary(question)).append('\n');
    if (result.verdict() == Verdict.PASS) {
      unknown(lines, question);
      groups(lines, question.groups());
    }
    List<ExcusedFinding> excused = result.excused();
    for (ExcusedFinding each : excused.subList(0, Math.min(excused.size(), MOST))) {
      lines
          .append(ExcuseWording.why(each.excuse()))
          .append("\n  ")
          .append(finding(each.finding()))
          .append('\n');
    }
    more(lines, excused.size());
    return lines.toString();
  }

  private static void unknown(StringBuilder lines, Question question) {
    if (question.unknown().isPresent()) {
      lines.append(question.result().unknownAllowed() ? "unknown, allowed: " : "unknown: ");
      lines.append(Wording.message(question.unknown().get(), false)).append('\n');
    }
  }

  private static void groups(StringBuilder lines, List<FindingGroup> groups) {
    for (FindingGroup group : groups.subList(0, Math.min(groups.size(), MOST))) {
      lines.append(finding(group.first().severity().label(), group)).append('\n');
      for (RemedyLines.Line line : group.remedy(false)) {
        lines.append("  ").append(line.label()).append(line.label().isEmpty() ? "" : " ");
        lines.append(cut(Wording.printable(String.join(" ", line.words())))).append('\n');
      }
    }
    more(lines, groups.size());
  }

  private static void more(StringBuilder lines, int size) {
    if (size > MOST) {
      lines
          .append("and ")
          .append(Wording.grouped(size - MOST))
          .append(" more, which the JSON report has\n");
    }
  }

  /** Only names that somebody made to be a nuisance are so long. */
  private static String cut(String line) {
    if (line.length() <= MOST_CHARACTERS) {
      return line;
    }
    boolean splitsPair = Character.isHighSurrogate(line.charAt(MOST_CHARACTERS - 1));
    return line.substring(0, splitsPair ? MOST_CHARACTERS - 1 : MOST_CHARACTERS) + "…";
  }

  private static String finding(Finding finding) {
    return finding(finding.severity().label(), new FindingGroup(List.of(finding)));
  }

  private static String finding(String severity, FindingGroup group) {
    StringBuilder line = new StringBuilder(severity);
    line.append(' ').append(group.codes()).append(": ");
    line.append(Wording.message(group.headline(), false));
    group
        .location()
        .ifPresent(layer -> line.append("; from ").append(group.whose(LayerWording.layer(layer))));
    if (group.size() > 1) {
      List<String> subjects = group.subjects();
      int shown = Math.min(subjects.size(), MOST);
      line.append(": ").append(String.join(" ", subjects.subList(0, shown)));
      line.append(shown < subjects.size() ? " and more" : "");
    }
    return cut(line.toString());
  }
}
