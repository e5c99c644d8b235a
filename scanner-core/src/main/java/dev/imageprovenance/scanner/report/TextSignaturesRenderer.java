package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes signatures for people: verdict and reason first, then where was looked, then what was
 * found and what it is worth; immutable and thread-safe.
 */
public final class TextSignaturesRenderer implements ReportRenderer<SignaturesRun> {
  private final TextOptions options;

  /** Renders as {@code options} say. */
  public TextSignaturesRenderer(TextOptions options) {
    this.options = options;
  }

  @Override
  public void render(SignaturesRun run, Writer out) throws IOException {
    TextPage page = new TextPage(out, options);
    boolean quiet = options.verbosity() == Verbosity.QUIET;
    boolean first = true;
    for (SignaturesReport report : run.reports()) {
      if (report.problem().isPresent()) {
        first = separate(page, first);
        TextProblemSection.render(
            page, Text.escape(report.requested()), report.verdict(), report.problem().get());
      }
      for (SignedImageReport image : report.images()) {
        if (!quiet || image.verdict() != Verdict.PASS) {
          first = separate(page, first);
          new TextSignaturesSection(page, options, report, image).render();
        }
      }
    }
  }

  private static boolean separate(TextPage page, boolean first) throws IOException {
    if (!first) {
      page.blank();
    }
    return false;
  }
}
