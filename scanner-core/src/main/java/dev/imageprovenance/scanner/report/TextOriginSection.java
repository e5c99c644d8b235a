package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.PolicySource;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells where an image came from and what of it was read: source, resolution, platforms, layers and
 * digests; not thread-safe.
 */
final class TextOriginSection {
  private static final int LABEL_COLUMN = 2;
  private static final int VALUE_COLUMN = 12;

  private final TextPage page;
  private final boolean verbose;
  private final ScanReport scan;
  private final ImageReport image;

  TextOriginSection(TextPage page, boolean verbose, ScanReport scan, ImageReport image) {
    this.page = page;
    this.verbose = verbose;
    this.scan = scan;
    this.image = image;
  }

  void render() throws IOException {
    source();
    resolution();
    if (scan.images().size() == 1 && !scan.children().isEmpty()) {
      page.print(LABEL_COLUMN, VALUE_COLUMN, TextIndexLine.of(scan.children()));
    }
    layers();
    if (image.origin().isPresent()) {
      base(image.origin().get());
    }
    policy();
    if (verbose) {
      new TextVerificationList(page, VALUE_COLUMN, true).print("digests", image.verifications());
    }
  }

  private void source() throws IOException {
    Resolution resolution = image.resolution();
    page.print(
        LABEL_COLUMN,
        VALUE_COLUMN,
        new Phrase()
            .word("source", Style.FAINT)
            .wordAt(VALUE_COLUMN, resolution.source().label(), Style.PLAIN)
            .word(Text.escape(resolution.servedBy()), Style.PLAIN));
  }

  private void resolution() throws IOException {
    List<Resolution.Step> steps = new ArrayList<>(image.resolution().steps());
    boolean endsAtConfig =
        !steps.isEmpty() && steps.get(steps.size() - 1).kind() == DigestKind.CONFIG;
    if (!endsAtConfig) {
      String from = steps.isEmpty() ? "archive" : steps.get(steps.size() - 1).kind().label();
      steps.add(
          new Resolution.Step(
              from, DigestKind.CONFIG, image.configDigest(), DigestOrigin.COMPUTED));
    }
    int fromWidth = 0;
    int kindWidth = 0;
    for (Resolution.Step step : steps) {
      fromWidth = Math.max(fromWidth, DisplayWidth.of(Text.escape(step.from())));
      kindWidth = Math.max(kindWidth, step.kind().label().length());
    }
    int arrowColumn = VALUE_COLUMN + fromWidth + 1;
    int kindColumn = arrowColumn + 2;
    int digestColumn = kindColumn + kindWidth + 1;
    boolean first = true;
    for (Resolution.Step step : steps) {
      Phrase phrase = new Phrase();
      if (first) {
        phrase.word("resolved", Style.FAINT);
      }
      phrase
          .wordAt(VALUE_COLUMN, Text.escape(step.from()), Style.PLAIN)
          .wordAt(arrowColumn, "→", Style.FAINT)
          .wordAt(kindColumn, step.kind().label(), Style.PLAIN)
          .wordAt(
              digestColumn,
              digest(step.digest()) + " (" + step.origin().label() + ")",
              Style.PLAIN);
      page.print(first ? LABEL_COLUMN : VALUE_COLUMN, VALUE_COLUMN + 2, phrase);
      first = false;
    }
  }

  private void layers() throws IOException {
    LayerTotals totals = LayerTotals.of(image.layers());
    Phrase phrase =
        new Phrase()
            .word("layers", Style.FAINT)
            .wordAt(VALUE_COLUMN, totals.readInWords(), Style.PLAIN);
    if (totals.storedBytes() >= 0) {
      phrase.glue(",").words(Wording.bytes(totals.storedBytes()) + " stored");
    }
    if (totals.uncompressedBytes() >= 0) {
      phrase.glue(",").words(Wording.bytes(totals.uncompressedBytes()) + " unpacked");
    }
    page.print(LABEL_COLUMN, VALUE_COLUMN, phrase);
    for (LayerSummary layer : image.layers()) {
      if (verbose || layer.problem().isPresent()) {
        layer(layer);
      }
    }
  }

  /** What it is built on; why that is not proven is told only to who wants to know everything. */
  private void base(ImageOrigin origin) throws IOException {
    Optional<String> words =
        OriginWording.base(origin, verbose)
            .or(
                () ->
                    verbose
                        ? Optional.of("not proven: " + message(origin.lineage().why()))
                        : Optional.empty());
    if (words.isPresent()) {
      page.print(
          LABEL_COLUMN,
          VALUE_COLUMN,
          new Phrase().word("base", Style.FAINT).wordsAt(VALUE_COLUMN, words.get()));
    }
  }

  /** Every file of the policy, what is extended first. */
  private void policy() throws IOException {
    boolean first = true;
    for (PolicySource source : image.policy().sources()) {
      Phrase phrase = new Phrase();
      if (first) {
        phrase.word("policy", Style.FAINT);
      }
      page.print(
          first ? LABEL_COLUMN : VALUE_COLUMN,
          VALUE_COLUMN,
          phrase
              .wordAt(VALUE_COLUMN, Text.escape(source.name()), Style.PLAIN)
              .word(digest(source.digest()), Style.PLAIN));
      first = false;
    }
  }

  private void layer(LayerSummary layer) throws IOException {
    Phrase phrase = new Phrase().word("layer " + (layer.index() + 1), Style.PLAIN);
    layer.digest().ifPresent(digest -> phrase.words(digest(digest)));
    if (verbose) {
      layer.diffId().ifPresent(diffId -> phrase.words("diffID " + digest(diffId)));
      if (!layer.compression().isEmpty()) {
        phrase.words(layer.compression());
      }
      if (layer.storedSize() >= 0) {
        phrase.glue(",").words(Wording.bytes(layer.storedSize()));
      }
      if (layer.entries() >= 0) {
        phrase.glue(",").words(Wording.count(layer.entries(), "entry", "entries"));
      }
      phrase.glue(",").words(readInWords(layer.read()));
      layer
          .instruction()
          .ifPresent(instruction -> phrase.glue(";").words(Text.excerpt(instruction), Style.FAINT));
    }
    boolean toldByIntegrity = !verbose && image.isIntegrityBroken();
    layer
        .problem()
        .ifPresent(
            problem ->
                phrase
                    .glue(":")
                    .words(
                        toldByIntegrity ? "could not be read, see integrity" : message(problem),
                        Style.WARNING));
    page.print(VALUE_COLUMN, VALUE_COLUMN + 2, phrase);
  }

  private static String readInWords(String read) {
    return switch (read) {
      case "now" -> "read now";
      case "earlier" -> "read by an earlier scan";
      default -> "not read";
    };
  }

  private String digest(Digest digest) {
    return Wording.digest(digest, verbose);
  }

  private String message(String text) {
    return Wording.message(text, verbose);
  }
}
