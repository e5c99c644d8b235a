package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.ConfigDifference.Effect;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.PackagingDifference;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Fact;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tells how two images differ, the registry's side before the deployed one's; not thread-safe. */
final class TextDifferenceSection {
  private static final int SEVERITY_COLUMN = 4;
  private static final int FIELD_COLUMN = 13;
  private static final String DIRECTION = "(registry's → deployed)";

  /** Longer values of packaging are cut, unless everything is wanted. */
  private static final int MOST_CHARACTERS = 160;

  private final TextPage page;
  private final LabelledLines lines;
  private final boolean verbose;
  private final boolean quiet;
  private final Severity failOn;

  TextDifferenceSection(
      TextPage page, LabelledLines lines, boolean verbose, boolean quiet, Severity failOn) {
    this.page = page;
    this.lines = lines;
    this.verbose = verbose;
    this.quiet = quiet;
    this.failOn = failOn;
  }

  /** One platform's images: what a runtime would do otherwise first, how they are packed last. */
  void image(ImageComparison image) throws IOException {
    broken("deployed", image.deployedVerifications());
    broken("registry", image.registryVerifications());
    boolean isBroken = image.isIntegrityBroken() && !verbose;
    if (!isBroken) {
      settings(of(image.config(), Effect.RUNTIME));
      if (image.files().isPresent() && !isToldByWhy(image, image.files().get())) {
        files(image.files().get());
      }
    }
    if (quiet) {
      return;
    }
    packaging(image.packaging());
    Optional<String> layers = ComparisonWording.layers(image);
    if (layers.isPresent()) {
      lines.print("layers", new Phrase().words(layers.get()));
    }
    if (!isBroken) {
      others("dropped", "config fields that a conversion drops", lone(image.config(), "removed"));
      others("added", "config fields that no runtime uses", lone(image.config(), "added"));
      others("harmless", "config fields that no runtime uses", of(image.config(), Effect.HARMLESS));
    }
  }

  private boolean isToldByWhy(ImageComparison image, Fact<?> files) {
    return !verbose && files.whyUnknown().filter(image.why()::contains).isPresent();
  }

  void packaging(List<PackagingDifference> packaging) throws IOException {
    for (PackagingDifference difference : packaging) {
      lines.printFurther(
          "packaging",
          new Phrase()
              .words(difference.aspect().label() + ":")
              .words(cut(difference.registry()))
              .word("→", Style.FAINT)
              .words(cut(difference.deployed())));
    }
    lines.end();
  }

  private String cut(String value) {
    String shown = Wording.message(value, verbose);
    return verbose || shown.length() <= MOST_CHARACTERS
        ? shown
        : shown.substring(0, MOST_CHARACTERS) + "…";
  }

  private void broken(String side, List<DigestVerification> verifications) throws IOException {
    List<DigestVerification> broken =
        verifications.stream().filter(each -> each.status() == Status.MISMATCH).toList();
    new TextVerificationList(page, LabelledLines.VALUE_COLUMN, verbose).print(side, broken);
  }

  private void settings(List<ConfigDifference> runtime) throws IOException {
    if (runtime.isEmpty()) {
      return;
    }
    lines.print(
        "config",
        new Phrase()
            .words(Wording.count(runtime.size(), "setting differs", "settings differ"))
            .words(DIRECTION, Style.FAINT));
    for (ConfigDifference difference : runtime) {
      field(difference);
    }
  }

  private void others(String label, String what, List<ConfigDifference> differences)
      throws IOException {
    if (differences.isEmpty()) {
      return;
    }
    if (verbose) {
      lines.print(label, new Phrase().words(what));
      for (ConfigDifference difference : differences) {
        field(difference);
      }
      return;
    }
    Phrase phrase = new Phrase().words("config:");
    String separator = "";
    for (ConfigDifference difference : differences) {
      phrase.glue(separator).word(ConfigWording.field(difference), Style.PLAIN);
      separator = ",";
    }
    lines.print(label, phrase);
  }

  private void field(ConfigDifference difference) throws IOException {
    Phrase phrase =
        new Phrase()
            .word(
                difference.severity().label(),
                difference.effect() == Effect.RUNTIME
                    ? TextFileList.style(difference.severity(), Severity.HIGH)
                    : Style.PLAIN)
            .wordAt(FIELD_COLUMN, ConfigWording.field(difference) + ":", Style.STRONG);
    ConfigWording.addValues(phrase, difference, verbose);
    page.print(SEVERITY_COLUMN, FIELD_COLUMN + 2, phrase);
  }

  private static List<ConfigDifference> of(List<ConfigDifference> differences, Effect effect) {
    return differences.stream().filter(each -> each.effect() == effect).toList();
  }

  /** Fields that one side lacks and no runtime misses. */
  private static List<ConfigDifference> lone(List<ConfigDifference> differences, String change) {
    return of(differences, Effect.DROPPED).stream()
        .filter(each -> ConfigWording.change(each).equals(change))
        .toList();
  }

  private void files(Fact<List<FileDifference>> fact) throws IOException {
    if (!(fact instanceof Fact.Known<List<FileDifference>> known)) {
      lines.print(
          "files",
          new Phrase()
              .word("not compared:", Style.WARNING)
              .words(Wording.message(fact.whyUnknown().orElse(""), verbose)));
      return;
    }
    if (known.value().isEmpty()) {
      return;
    }
    lines.print(
        "files",
        new Phrase().words(TextFileList.counts(known.value())).words(DIRECTION, Style.FAINT));
    new TextFileList(page, verbose, failOn).print(known.value());
  }
}
