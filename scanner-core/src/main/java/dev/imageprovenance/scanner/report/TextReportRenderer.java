package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes a report for people: the verdict first, then why; immutable and thread-safe. */
public final class TextReportRenderer implements ReportRenderer<RunReport> {
  private final TextOptions options;

  /** Renders as {@code options} say. */
  public TextReportRenderer(TextOptions options) {
    this.options = options;
  }

  @Override
  public void render(RunReport run, Writer out) throws IOException {
    TextPage page = new TextPage(out, options);
    boolean first = true;
    for (ScanReport scan : run.scans()) {
      if (isSilent(scan.verdict())) {
        continue;
      }
      if (!first) {
        page.blank();
      }
      first = false;
      renderScan(page, scan);
    }
    if (run.scans().size() > 1 && options.verbosity() != Verbosity.QUIET) {
      page.blank();
      renderTotals(page, run.scans());
    }
  }

  /** The style of a verdict. */
  static Style style(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Style.GOOD;
      case UNKNOWN -> Style.WARNING;
      case FAIL -> Style.BAD;
    };
  }

  private void renderScan(TextPage page, ScanReport scan) throws IOException {
    if (scan.problem().isPresent()) {
      TextProblemSection.render(
          page, Text.escape(scan.requested()), scan.verdict(), scan.problem().get());
      return;
    }
    boolean several = scan.images().size() > 1;
    boolean overview = several && options.verbosity() != Verbosity.QUIET;
    if (overview) {
      renderPlatforms(page, scan);
    }
    boolean first = true;
    for (ImageReport image : scan.images()) {
      if (isSilent(image.verdict())) {
        continue;
      }
      if (overview || !first) {
        page.blank();
      }
      first = false;
      new TextImageSection(page, options, scan, image).render();
    }
  }

  private static void renderPlatforms(TextPage page, ScanReport scan) throws IOException {
    Phrase phrase =
        new Phrase()
            .word(scan.verdict().name(), style(scan.verdict()))
            .wordApart(6, Text.escape(scan.requested()), Style.STRONG);
    page.print(0, 6, phrase.words("for " + scan.images().size() + " platforms"));
    for (ImageReport image : scan.images()) {
      page.print(
          2,
          12,
          new Phrase()
              .word(image.verdict().name(), style(image.verdict()))
              .wordAt(12, Text.escape(image.platform().toString()), Style.PLAIN));
    }
    if (!scan.children().isEmpty()) {
      page.print(2, 12, TextIndexLine.of(scan.children()));
    }
  }

  private static void renderTotals(TextPage page, List<ScanReport> scans) throws IOException {
    Phrase phrase = new Phrase().words(Wording.count(scans.size(), "image:", "images:"));
    String separator = "";
    for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN)) {
      int count = 0;
      for (ScanReport scan : scans) {
        count += scan.verdict() == verdict ? 1 : 0;
      }
      if (count > 0) {
        phrase.glue(separator);
        phrase.word(count + " " + inWords(verdict), style(verdict));
        separator = ",";
      }
    }
    page.print(0, 2, phrase);
  }

  /** The word for images of that verdict. */
  static String inWords(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "passed";
      case FAIL -> "failed";
      case UNKNOWN -> "unknown";
    };
  }

  private boolean isSilent(Verdict verdict) {
    return options.verbosity() == Verbosity.QUIET && verdict == Verdict.PASS;
  }
}
