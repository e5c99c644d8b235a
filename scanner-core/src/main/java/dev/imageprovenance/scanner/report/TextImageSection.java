package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;

/** Tells the result for one platform's image; not thread-safe. */
final class TextImageSection {
  private static final int CHECK_COLUMN = 11;
  private static final int REASON_COLUMN = 4;

  private final TextPage page;
  private final boolean verbose;
  private final ScanReport scan;
  private final ImageReport image;
  private final TextFindingSection findings;

  TextImageSection(
      TextPage page, TextOptions options, Policy policy, ScanReport scan, ImageReport image) {
    this.page = page;
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.scan = scan;
    this.image = image;
    this.findings = new TextFindingSection(page, options, policy);
  }

  void render() throws IOException {
    headline();
    new TextOriginSection(page, verbose, scan, image).render();
    int summaryColumn = summaryColumn();
    for (CheckResult result : image.results()) {
      check(result, summaryColumn);
    }
  }

  private void headline() throws IOException {
    page.print(
        0,
        6,
        new Phrase()
            .word(image.verdict().name(), TextReportRenderer.style(image.verdict()))
            .wordAt(6, Text.escape(scan.requested()), Style.STRONG)
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
    if (!result.allowed().isEmpty() && !verbose) {
      phrase.words("(" + Wording.grouped(result.allowed().size()) + " allowed)", Style.FAINT);
    }
    page.print(2, summaryColumn, phrase);
    if (result.unknown().isPresent()) {
      unknown(result, result.unknown().get());
    }
    findings.render(result.findings());
    if (verbose) {
      findings.renderAllowed(result.allowed());
    }
  }

  private void unknown(CheckResult result, String reason) throws IOException {
    Phrase phrase =
        new Phrase()
            .word(result.unknownAllowed() ? "unknown, allowed:" : "unknown:", Style.WARNING)
            .words(Wording.message(reason, verbose));
    page.print(REASON_COLUMN, REASON_COLUMN + 2, phrase);
    boolean canBeAllowed =
        result.verdict() == Verdict.UNKNOWN && !result.check().equals(CheckId.INTEGRITY);
    if (canBeAllowed && !result.unknownAllowed()) {
      page.print(
          REASON_COLUMN,
          REASON_COLUMN + 2,
          new Phrase()
              .words("to pass without knowing, add")
              .word("--allow-unknown " + result.check(), Style.STRONG));
    }
  }
}
