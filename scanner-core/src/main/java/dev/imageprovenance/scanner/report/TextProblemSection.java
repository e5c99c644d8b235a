package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;

/** Tells why something could not be checked: what failed, where, what to do; stateless. */
final class TextProblemSection {
  private static final int HANG = 9;

  private TextProblemSection() {}

  /** Tells {@code problem} of {@code subject}, which is safe to print. */
  static void render(TextPage page, String subject, Verdict verdict, ScanReport.Problem problem)
      throws IOException {
    boolean isMistake = problem.kind().exitCode() == 2;
    page.print(
        0,
        6,
        new Phrase()
            .word(
                isMistake ? "ERROR" : verdict.name(),
                isMistake ? Style.BAD : TextReportRenderer.style(verdict))
            .wordApart(6, subject + ":", Style.STRONG)
            .words(inWords(problem.kind())));
    labelled(page, "reason", problem.message());
    if (problem.remedy().isPresent()) {
      labelled(page, "remedy", problem.remedy().get());
    }
  }

  private static void labelled(TextPage page, String label, String text) throws IOException {
    boolean first = true;
    for (String line : text.split("\n", -1)) {
      Phrase phrase = new Phrase();
      if (first) {
        phrase.word(label, Style.FAINT);
      }
      phrase.words(Wording.printable(line));
      page.print(first ? 2 : HANG, HANG, phrase);
      first = false;
    }
  }

  /** The kind of problem in words. */
  static String inWords(ProblemKind kind) {
    return switch (kind) {
      case USAGE -> "not a usable request";
      case CONFIGURATION -> "configuration cannot be used";
      case NOT_FOUND -> "not found";
      case UNAUTHORIZED -> "access refused";
      case UNREACHABLE -> "unreachable";
      case UNSUPPORTED -> "unsupported";
      case LIMIT -> "a limit was exceeded";
      case CANCELLED -> "cancelled";
      case INTERNAL -> "internal fault, please report it";
      case INTEGRITY -> "integrity broken";
      case MALFORMED -> "malformed";
    };
  }
}
