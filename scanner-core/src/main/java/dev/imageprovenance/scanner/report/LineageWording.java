package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.FreshnessWords;
import dev.imageprovenance.scanner.oci.Text;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words what a lineage says, for every format that people read; stateless. */
final class LineageWording {
  private LineageWording() {}

  /** "layer 1", "layers 1-3". */
  static String layers(int depth) {
    return depth == 1 ? "layer 1" : "layers 1-" + depth;
  }

  /** What is claimed, escaped. */
  static String says(Statement statement) {
    if (statement instanceof Statement.Named named) {
      return Text.excerpt(named.text());
    }
    if (statement instanceof Statement.Boundary boundary) {
      return layers(boundary.layers()) + ", " + Text.excerpt(boundary.sign());
    }
    if (statement instanceof Statement.Unusable unusable) {
      return Text.excerpt(unusable.text());
    }
    return statement instanceof Statement.Scratch ? "scratch" : "(empty)";
  }

  /** What follows the word for the tag's movement; may be empty. */
  static String freshness(Freshness freshness, boolean full) {
    String words =
        Stream.concat(
                Stream.of(FreshnessWords.of(freshness)).filter(text -> !text.isEmpty()),
                FreshnessWords.seen(freshness).stream())
            .collect(Collectors.joining("; "));
    return full ? words : Wording.shorten(words);
  }
}
