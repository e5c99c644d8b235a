package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/**
 * Writes a comparison of pods for people: each image with its verdict, then who runs it and what
 * that can become, worst first; immutable and thread-safe.
 */
public final class TextPodsRenderer implements ReportRenderer<PodsRun> {
  private final TextOptions options;

  /** Renders as {@code options} say. */
  public TextPodsRenderer(TextOptions options) {
    this.options = options;
  }

  @Override
  public void render(PodsRun run, Writer out) throws IOException {
    TextPage page = new TextPage(out, options);
    Optional<PodsComparison> comparison = run.comparison();
    if (comparison.isEmpty()) {
      TextProblemSection.render(
          page, Text.escape(run.list()), run.verdict(), run.problem().orElseThrow());
      return;
    }
    render(page, comparison.get());
  }

  private void render(TextPage page, PodsComparison comparison) throws IOException {
    boolean quiet = options.verbosity() == Verbosity.QUIET;
    for (PodImage image : comparison.images()) {
      if (quiet && comparison.verdict(image) == Verdict.PASS) {
        continue;
      }
      new TextPodImageSection(page, options, comparison, image).render();
      page.blank();
    }
    if (!quiet || comparison.verdict() != Verdict.PASS) {
      renderTotals(page, comparison);
    }
  }

  private static void renderTotals(TextPage page, PodsComparison comparison) throws IOException {
    List<PodImage> images = comparison.images();
    Phrase phrase =
        new Phrase()
            .word(comparison.verdict().name(), TextReportRenderer.style(comparison.verdict()))
            .wordApart(6, Text.escape(comparison.list()) + ":", Style.STRONG)
            .words(
                Wording.count(comparison.pods(), "pod", "pods")
                    + ", "
                    + Wording.count(comparison.containers(), "container", "containers")
                    + ", "
                    + Wording.count(images.size(), "image", "images"));
    if (images.isEmpty()) {
      phrase.glue(":").words("nothing was compared");
    }
    String separator = ":";
    for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN)) {
      long count = images.stream().filter(image -> comparison.verdict(image) == verdict).count();
      if (count > 0) {
        phrase.glue(separator);
        phrase.word(
            count + " " + TextReportRenderer.inWords(verdict), TextReportRenderer.style(verdict));
        separator = ",";
      }
    }
    page.print(0, 6, phrase);
  }
}
