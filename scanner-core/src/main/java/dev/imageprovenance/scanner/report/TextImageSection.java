package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells the result for one platform's image; not thread-safe. */
final class TextImageSection {
  private static final int CHECK_COLUMN = 11;
  private static final int REASON_COLUMN = 4;

  private final TextPage page;
  private final boolean verbose;
  private final boolean quiet;
  private final ScanReport scan;
  private final ImageReport image;
  private final TextFindingSection findings;
  private final TextExcusedSection excused;

  TextImageSection(TextPage page, TextOptions options, ScanReport scan, ImageReport image) {
    this.page = page;
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.quiet = options.verbosity() == Verbosity.QUIET;
    this.scan = scan;
    this.image = image;
    this.findings = new TextFindingSection(page, options, image.policy());
    this.excused = new TextExcusedSection(page, options);
  }

  void render() throws IOException {
    headline();
    if (!quiet) {
      new TextOriginSection(page, verbose, scan, image).render();
    }
    int summaryColumn = summaryColumn();
    for (CheckResult result : image.results()) {
      if (!quiet || result.verdict() != Verdict.PASS) {
        check(result, summaryColumn);
      }
    }
  }

  private void headline() throws IOException {
    page.print(
        0,
        6,
        new Phrase()
            .word(image.verdict().name(), TextReportRenderer.style(image.verdict()))
            .wordApart(6, Text.escape(scan.requested()), Style.STRONG)
            .word(Text.escape(image.platform().toString()), Style.PLAIN));
  }

  private int summaryColumn() {
    int longest = 0;
    for (CheckResult result : image.results()) {
      longest = Math.max(longest, result.check().value().length());
    }
    return CHECK_COLUMN + longest + 2;
  }

  private void check(CheckResult result, int summaryColumn) throws IOException {
    Phrase phrase =
        new Phrase()
            .word(result.verdict().name(), TextReportRenderer.style(result.verdict()))
            .wordAt(CHECK_COLUMN, result.check().value(), Style.STRONG)
            .wordsAt(summaryColumn, Wording.message(result.summary(), verbose));
    for (String control : image.policy().controls(result.check())) {
      phrase.words("[" + Text.excerpt(control) + "]", Style.FAINT);
    }
    if (!result.excused().isEmpty() && !verbose) {
      phrase.words(TextExcusedSection.counts(result), Style.FAINT);
    }
    page.print(2, summaryColumn, phrase);
    if (result.unknown().isPresent()) {
      unknown(result, result.unknown().get());
    }
    findings.render(result.findings());
    findings.renderAllowed(result.excused(Excuse.Kind.ALLOWED));
    excused.render(result);
  }

  private void unknown(CheckResult result, String reason) throws IOException {
    Phrase phrase =
        new Phrase()
            .word(result.unknownAllowed() ? "unknown, allowed:" : "unknown:", Style.WARNING)
            .words(Wording.message(shortened(result, reason), verbose));
    page.print(REASON_COLUMN, REASON_COLUMN + 2, phrase);
    boolean canBeAllowed =
        result.verdict() == Verdict.UNKNOWN && !result.check().equals(CheckId.INTEGRITY);
    if (canBeAllowed && !result.unknownAllowed() && !image.isIntegrityBroken()) {
      page.print(
          REASON_COLUMN,
          REASON_COLUMN + 2,
          new Phrase()
              .words("to pass without knowing, add")
              .word("--allow-unknown " + result.check(), Style.STRONG));
    }
  }

  /** Integrity tells why a layer could not be read; the other checks need not tell it again. */
  private String shortened(CheckResult result, String reason) {
    List<String> unread = new ArrayList<>();
    for (ImageReport.LayerSummary layer : image.layers()) {
      if (layer.problem().isPresent() && reason.contains(layer.problem().get())) {
        unread.add(Integer.toString(layer.index() + 1));
      }
    }
    if (verbose
        || unread.isEmpty()
        || !image.isIntegrityBroken()
        || result.check().equals(CheckId.INTEGRITY)) {
      return reason;
    }
    return (unread.size() == 1 ? "layer " : "layers ")
        + String.join(", ", unread)
        + " could not be read, see integrity";
  }
}
