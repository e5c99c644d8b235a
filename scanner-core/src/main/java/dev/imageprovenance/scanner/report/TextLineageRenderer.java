package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes lineages for people: verdict and reason first, then the tree from the index down to the
 * layers, then claims beside proofs; immutable and thread-safe.
 */
public final class TextLineageRenderer implements ReportRenderer<LineageRun> {
  private final TextOptions options;

  /** Renders as {@code options} say. */
  public TextLineageRenderer(TextOptions options) {
    this.options = options;
  }

  @Override
  public void render(LineageRun run, Writer out) throws IOException {
    TextPage page = new TextPage(out, options);
    boolean quiet = options.verbosity() == Verbosity.QUIET;
    boolean first = true;
    for (LineageReport report : run.lineages()) {
      if (report.problem().isPresent()) {
        first = separate(page, first);
        TextProblemSection.render(
            page, Text.escape(report.requested()), report.verdict(), report.problem().get());
      }
      for (Lineage lineage : report.lineages()) {
        if (!quiet || lineage.verdict() != Verdict.PASS) {
          first = separate(page, first);
          new TextLineageSection(page, options, report, lineage).render();
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
