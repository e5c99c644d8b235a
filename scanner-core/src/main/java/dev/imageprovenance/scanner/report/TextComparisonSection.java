package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tells one comparison; not thread-safe. */
final class TextComparisonSection {
  private static final int STATE_COLUMN = 6;

  private final TextPage page;
  private final boolean verbose;
  private final boolean quiet;
  private final Comparison comparison;
  private final LabelledLines lines;

  TextComparisonSection(TextPage page, TextOptions options, Comparison comparison) {
    this.page = page;
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.quiet = options.verbosity() == Verbosity.QUIET;
    this.comparison = comparison;
    this.lines = new LabelledLines(page);
  }

  void render() throws IOException {
    headline();
    lines.print(
        "why", new Phrase().words(Wording.message(ComparisonWording.why(comparison), verbose)));
    required();
    if (!quiet && comparison.provenance().isPresent()) {
      new TextProvenanceSection(lines, verbose, comparison).render();
    }
    platforms();
    TextDifferenceSection differences =
        new TextDifferenceSection(page, lines, verbose, quiet, comparison.failOn());
    if (!quiet) {
      differences.packaging(comparison.packaging());
    }
    for (ImageComparison image : comparison.images()) {
      if (ComparisonWording.isOverview(comparison) && hasDetails(image)) {
        page.print(2, 2, new Phrase().word(Text.escape(image.platform().toString()), Style.STRONG));
      }
      differences.image(image);
    }
    new TextSignatureDifferences(page, lines, verbose, quiet).render(comparison.signatures());
    if (comparison.drift().isPresent()) {
      new TextDriftSection(page, lines, verbose, quiet, comparison)
          .render(comparison.drift().get());
    }
    if (!quiet) {
      new TextIdentitySection(page, lines, verbose, comparison).render();
    }
  }

  private void headline() throws IOException {
    Verdict verdict = comparison.verdict();
    String state = ComparisonWording.state(comparison);
    int stateColumn = Math.max(STATE_COLUMN, verdict.name().length() + 2);
    int subjectColumn = stateColumn + (state.isEmpty() ? 0 : state.length() + 2);
    Phrase phrase = new Phrase().word(verdict.name(), TextReportRenderer.style(verdict));
    if (!state.isEmpty()) {
      phrase.wordAt(stateColumn, state, TextReportRenderer.style(verdict));
    }
    phrase
        .wordAt(subjectColumn, address(comparison.deployed()), Style.STRONG)
        .word(ComparisonWording.sign(comparison), Style.PLAIN)
        .word(address(comparison.registry()), Style.STRONG);
    List<ContainerDrift.Mount> unseen =
        ComparisonWording.drift(comparison).map(ContainerDrift::notLookedInto).orElse(List.of());
    if (!unseen.isEmpty()) {
      phrase.words("except").words(TextDriftSection.mounts(unseen, verbose));
    }
    page.print(0, STATE_COLUMN, phrase);
  }

  /** The digests of both sides follow with their kinds, so that a short one does here. */
  private String address(Comparison.Side side) {
    String address = Text.escape(side.address());
    return verbose ? address : Wording.shorten(address);
  }

  private void required() throws IOException {
    Optional<Rung> rung = comparison.rung().asKnown();
    boolean isMissed = rung.isPresent() && !rung.get().satisfies(comparison.required());
    if (isMissed || verbose) {
      Phrase phrase = new Phrase().words(comparison.required().label() + " or a stronger rung");
      if (isMissed && rung.get() != Rung.DIFFERENT) {
        phrase
            .glue(";")
            .word("--require " + rung.get().label(), Style.STRONG)
            .words("accepts this");
      }
      lines.print("required", phrase);
    }
    if (comparison.assurance() == Assurance.ASSERTED_BY_ENGINE && !quiet) {
      lines.print(
          "assurance",
          new Phrase()
              .words("the engine's own records, not its bytes;")
              .word("--rehash", Style.STRONG)
              .words("reads its layers"));
    }
  }

  private void platforms() throws IOException {
    if (!ComparisonWording.isOverview(comparison)) {
      return;
    }
    int rungColumn = LabelledLines.VALUE_COLUMN + longestPlatform() + 2;
    for (ImageComparison image : comparison.images()) {
      Phrase phrase =
          new Phrase()
              .wordAt(
                  LabelledLines.VALUE_COLUMN, Text.escape(image.platform().toString()), Style.PLAIN)
              .wordAt(rungColumn, ComparisonWording.state(image), style(image))
              .wordsAt(rungColumn + 14, Wording.message(image.why(), verbose));
      lines.printFurther("platforms", phrase);
    }
    for (PlatformDifference lone : comparison.platforms()) {
      boolean pruned = lone.kind() == PlatformDifference.Kind.PRUNED;
      Phrase phrase =
          new Phrase()
              .wordAt(
                  LabelledLines.VALUE_COLUMN, Text.escape(lone.platform().toString()), Style.PLAIN)
              .wordAt(
                  rungColumn, lone.kind().label().toUpperCase(java.util.Locale.ROOT), Style.WARNING)
              .wordsAt(
                  rungColumn + 14,
                  (pruned ? "only the registry has manifest " : "only the deployed side has ")
                      + Wording.digest(lone.digest(), verbose)
                      + " (descriptor)");
      lines.printFurther("platforms", phrase);
    }
    lines.end();
    repair();
  }

  private void repair() throws IOException {
    List<String> command = RepairCommand.of(comparison);
    if (quiet || command.isEmpty()) {
      return;
    }
    Phrase phrase = new Phrase();
    command.forEach(word -> phrase.word(Wording.printable(word), Style.STRONG));
    lines.printCommand("repair", phrase);
  }

  private boolean hasDetails(ImageComparison image) {
    boolean hasFiles =
        image.files().filter(fact -> !fact.equals(Fact.known(List.of()))).isPresent();
    boolean hasPackaging = !quiet && !image.packaging().isEmpty();
    return hasFiles || hasPackaging || !image.config().isEmpty() || image.isIntegrityBroken();
  }

  private int longestPlatform() {
    int longest = 0;
    for (ImageComparison image : comparison.images()) {
      longest = Math.max(longest, DisplayWidth.of(Text.escape(image.platform().toString())));
    }
    for (PlatformDifference lone : comparison.platforms()) {
      longest = Math.max(longest, DisplayWidth.of(Text.escape(lone.platform().toString())));
    }
    return longest;
  }

  private Style style(ImageComparison image) {
    if (image.isIntegrityBroken()) {
      return Style.BAD;
    }
    return image
        .rung()
        .asKnown()
        .map(rung -> rung.satisfies(comparison.required()) ? Style.GOOD : Style.BAD)
        .orElse(Style.WARNING);
  }
}
