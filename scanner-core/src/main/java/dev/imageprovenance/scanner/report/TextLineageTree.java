package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.BaseLevel.Basis;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageLayer;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.lineage.LineageLayer.Owner;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws the tree from the index to the layers, those of each base together; not thread-safe. A line
 * of the drawing is never wrapped into another one's place: what is too long is cut, and -v tells
 * it whole.
 */
final class TextLineageTree {
  private static final String BRANCH = "├─ ";
  private static final String LAST = "└─ ";
  private static final String PASSING = "│  ";
  private static final String NOTHING = "   ";
  private static final int LEAST_INSTRUCTION = 12;
  private static final int DETAIL_COLUMNS = 9;

  private final LabelledLines lines;
  private final int width;
  private final boolean verbose;
  private final Lineage lineage;

  TextLineageTree(TextPage page, TextOptions options, Lineage lineage) {
    this.lines = new LabelledLines(page);
    this.width = options.width();
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.lineage = lineage;
  }

  /** Layers of one owner, one above the other. */
  private record Group(Owner owner, Optional<Integer> base, List<LineageLayer> layers) {}

  void render() throws IOException {
    String indent = "";
    for (Resolution.Step step : lineage.resolution().steps()) {
      if (step.kind() != DigestKind.CONFIG) {
        document(indent, step.kind(), step.digest(), step.origin(), step.from());
        indent = indent + NOTHING;
      }
    }
    document(indent, DigestKind.CONFIG, lineage.config(), DigestOrigin.COMPUTED, "");
    groups(indent + NOTHING);
    lines.end();
  }

  private void document(
      String indent, DigestKind kind, Digest digest, DigestOrigin origin, String from)
      throws IOException {
    String branch = indent.isEmpty() ? "" : indent.substring(NOTHING.length()) + LAST;
    Phrase phrase =
        line(branch + kind.label())
            .word(Wording.digest(digest, verbose), Style.PLAIN)
            .word("(" + origin.label() + ")", Style.FAINT);
    if (!from.isEmpty()) {
      phrase.glue(",").words(Text.excerpt(from), Style.FAINT);
    }
    print(phrase);
  }

  private void groups(String indent) throws IOException {
    List<Group> groups = grouped();
    for (int i = 0; i < groups.size(); i++) {
      boolean last = i == groups.size() - 1;
      String branch = indent.substring(NOTHING.length()) + (last ? LAST : BRANCH);
      heading(branch, groups.get(i));
      layers(indent.substring(NOTHING.length()) + (last ? NOTHING : PASSING), groups.get(i));
    }
  }

  private List<Group> grouped() {
    List<Group> groups = new ArrayList<>();
    for (LineageLayer layer : lineage.layers()) {
      Group open = groups.isEmpty() ? null : groups.get(groups.size() - 1);
      if (open == null || open.owner() != layer.owner() || !open.base().equals(layer.base())) {
        open = new Group(layer.owner(), layer.base(), new ArrayList<>());
        groups.add(open);
      }
      open.layers().add(layer);
    }
    return groups;
  }

  private void heading(String branch, Group group) throws IOException {
    Phrase phrase =
        switch (group.owner()) {
          case OWN -> line(branch + "own");
          case UNKNOWN -> line(branch + "layers: base or own is not known");
          case BASE -> base(branch, group.base().orElseThrow());
        };
    print(phrase);
  }

  private Phrase base(String branch, int position) {
    BaseLevel base = lineage.bases().get(position);
    String start = branch + (position == 0 ? "base" : "base of the base");
    return line(start)
        .wordAt(
            LabelledLines.VALUE_COLUMN + DisplayWidth.of(start) + 1,
            Text.escape(base.image().name()),
            Style.STRONG)
        .glue(",")
        .word(base.basis().label(), base.basis() == Basis.PROVEN ? Style.GOOD : Style.WARNING);
  }

  private void layers(String indent, Group group) throws IOException {
    for (int i = 0; i < group.layers().size(); i++) {
      boolean last = i == group.layers().size() - 1;
      LineageLayer layer = group.layers().get(i);
      String below = indent + (last ? NOTHING : PASSING);
      layer(indent + (last ? LAST : BRANCH), layer);
      problem(below, layer);
      if (verbose) {
        details(below, layer);
      }
    }
  }

  private void layer(String branch, LineageLayer layer) throws IOException {
    String start = branch + number(layer);
    String size = layer.storedSize() < 0 ? "" : Wording.bytes(layer.storedSize());
    int sizeColumn = LabelledLines.VALUE_COLUMN + DisplayWidth.of(start) + 2;
    Phrase phrase = line(start).wordAt(sizeColumn + 9 - size.length(), size, Style.PLAIN);
    if (!verbose) {
      String digest = stored(layer);
      phrase.wordAt(sizeColumn + 11, digest, Style.PLAIN);
      instruction(phrase, sizeColumn + 11 + DisplayWidth.of(digest) + 2, layer);
    }
    print(phrase);
  }

  private String number(LineageLayer layer) {
    String number = Integer.toString(layer.layer().index() + 1);
    int digits = Integer.toString(lineage.layers().size()).length();
    return "layer " + " ".repeat(digits - number.length()) + number;
  }

  private void instruction(Phrase phrase, int column, LineageLayer layer) {
    Optional<String> instruction =
        layer.layer().history().flatMap(ImageConfig.History::instruction).map(String::strip);
    if (instruction.isPresent() && width - column >= LEAST_INSTRUCTION) {
      phrase.wordAt(column, cut(Text.escape(instruction.get()), width - column), Style.FAINT);
    }
  }

  private void problem(String indent, LineageLayer layer) throws IOException {
    int column = LabelledLines.VALUE_COLUMN + DisplayWidth.of(indent) + 3;
    if (layer.content() instanceof Content.Broken broken) {
      print(
          line(indent)
              .wordAt(column, "BROKEN:", Style.BAD)
              .words(Wording.message(broken.reason(), verbose)));
    } else if (layer.content() instanceof Content.Unread unread) {
      print(
          line(indent)
              .wordAt(column, "not read:", Style.WARNING)
              .words(Wording.message(unread.reason(), verbose)));
    }
  }

  private String stored(LineageLayer layer) {
    if (layer.content() instanceof Content.Computed computed) {
      return Wording.digest(computed.storedDigest(), verbose) + " (computed)";
    }
    return layer
        .layer()
        .descriptor()
        .map(Descriptor::digest)
        .map(digest -> Wording.digest(digest, verbose) + " (descriptor)")
        .orElse("(no digest)");
  }

  private void details(String indent, LineageLayer layer) throws IOException {
    detail(indent, "layer", stored(layer));
    String computed = layer.isComputed() ? " (computed)" : " (config)";
    if (layer.diffId().isPresent()) {
      detail(indent, "diffID", layer.diffId().get() + computed);
    }
    if (layer.chainId().isPresent()) {
      detail(
          indent,
          "chainID",
          layer.chainId().get() + (layer.chainComputed() ? " (computed)" : " (config)"));
    }
    if (layer.uncompressedSize() >= 0) {
      detail(indent, "unpacked", Wording.bytes(layer.uncompressedSize()));
    }
    Optional<Descriptor> descriptor = layer.layer().descriptor();
    if (descriptor.isPresent()) {
      detail(indent, "type", Text.excerpt(descriptor.get().mediaType().value()));
    }
    if (layer.layer().history().isPresent()) {
      history(indent, layer.layer().history().get());
    }
  }

  private void history(String indent, ImageConfig.History history) throws IOException {
    if (history.author().isPresent()) {
      detail(indent, "author", Text.excerpt(history.author().get()));
    }
    if (history.created().isPresent()) {
      detail(indent, "created", Text.excerpt(history.created().get()));
    }
    if (history.instruction().isPresent()) {
      detail(indent, "made by", Text.excerpt(history.instruction().get().strip()));
    }
  }

  private void detail(String indent, String label, String text) throws IOException {
    int column = LabelledLines.VALUE_COLUMN + DisplayWidth.of(indent) + 3;
    print(line(indent).wordAt(column, label, Style.FAINT).wordsAt(column + DETAIL_COLUMNS, text));
  }

  /** Begins a line with part of the drawing, spaces and all. */
  private static Phrase line(String drawing) {
    return new Phrase().wordAt(LabelledLines.VALUE_COLUMN, drawing, Style.PLAIN);
  }

  private void print(Phrase phrase) throws IOException {
    lines.printFurther("tree", phrase);
  }

  private static String cut(String text, int room) {
    if (DisplayWidth.of(text) <= room) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int used = 1;
    for (int i = 0; i < text.length(); ) {
      String next = new String(Character.toChars(text.codePointAt(i)));
      used += DisplayWidth.of(next);
      if (used > room) {
        break;
      }
      cut.append(next);
      i += next.length();
    }
    return cut.append('…').toString();
  }
}
