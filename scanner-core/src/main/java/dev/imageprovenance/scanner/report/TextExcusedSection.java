package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which findings of a check were waived or were there before, each with its reason; not
 * thread-safe.
 */
final class TextExcusedSection {
  private static final int KIND_COLUMN = 4;
  private static final int TEXT_COLUMN = 13;

  private final TextPage page;
  private final boolean verbose;
  private final boolean shown;

  TextExcusedSection(TextPage page, TextOptions options) {
    this.page = page;
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.shown = verbose || options.showWaived();
  }

  /** How many findings of what kind do not count, in brackets behind the check's summary. */
  static String counts(CheckResult result) {
    List<String> counts = new ArrayList<>();
    count(result, Excuse.Kind.ALLOWED, " allowed", counts);
    count(result, Excuse.Kind.WAIVED, " waived", counts);
    count(result, Excuse.Kind.BASELINE, " in the baseline", counts);
    return "(" + String.join(", ", counts) + ")";
  }

  private static void count(
      CheckResult result, Excuse.Kind kind, String words, List<String> counts) {
    int count = result.excused(kind).size();
    if (count > 0) {
      counts.add(Wording.grouped(count) + words);
    }
  }

  void render(CheckResult result) throws IOException {
    if (!shown) {
      return;
    }
    for (ExcusedFinding each : result.excused()) {
      switch (each.excuse().kind()) {
        case ALLOWED -> {} // Told by subjects beside what counts.
        case WAIVED -> render("waived", each);
        case BASELINE -> render("baseline", each);
      }
    }
  }

  private void render(String kind, ExcusedFinding excused) throws IOException {
    page.print(
        KIND_COLUMN,
        TEXT_COLUMN,
        new Phrase()
            .word(kind, Style.GOOD)
            .wordsAt(TEXT_COLUMN, Wording.message(excused.finding().message(), verbose))
            .word("[" + excused.finding().code() + "]", Style.FAINT));
    page.print(TEXT_COLUMN, TEXT_COLUMN + 2, words(excused.excuse()));
  }

  /** "by waiver W-1 until 2026-08-01 (team): reason, policy.yaml:12:5". */
  static Phrase words(Excuse excuse) {
    Phrase phrase = new Phrase().word("by", Style.FAINT).words(Text.excerpt(excuse.clause()));
    excuse.expires().ifPresent(day -> phrase.words("until " + day));
    excuse.owner().ifPresent(owner -> phrase.words("(" + Text.excerpt(owner) + ")"));
    excuse.reason().ifPresent(reason -> phrase.glue(":").words(Text.excerpt(reason)));
    excuse
        .location()
        .ifPresent(place -> phrase.glue(",").word(Text.escape(place.toString()), Style.FAINT));
    return phrase;
  }
}
