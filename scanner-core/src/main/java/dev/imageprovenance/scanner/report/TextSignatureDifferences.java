package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.compare.SignatureComparison.Difference;
import dev.imageprovenance.scanner.compare.SignatureComparison.Outcome;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.util.Optional;

/** Tells which signatures and attestations one side lacks; not thread-safe. */
final class TextSignatureDifferences {
  private static final int SEVERITY_COLUMN = 4;
  private static final int KIND_COLUMN = 13;

  private final TextPage page;
  private final LabelledLines lines;
  private final boolean verbose;
  private final boolean quiet;

  TextSignatureDifferences(TextPage page, LabelledLines lines, boolean verbose, boolean quiet) {
    this.page = page;
    this.lines = lines;
    this.verbose = verbose;
    this.quiet = quiet;
  }

  /** Nothing, unless something is lost, may be lost, or was to be told. */
  void render(SignatureComparison signatures) throws IOException {
    if (quiet && !signatures.required()) {
      return;
    }
    Optional<String> summary = SignatureDifferenceWording.summary(signatures);
    if (summary.isPresent()) {
      lines.print(
          "signatures",
          new Phrase().words(summary.get()).words("(registry's → deployed)", Style.FAINT));
      for (Difference difference : signatures.differences()) {
        difference(difference, signatures.required());
      }
    }
    for (String unknown : signatures.unknowns()) {
      lines.print("signatures", notKnown(unknown));
    }
    if (signatures.required() && signatures.outcome() instanceof Outcome.NotCompared not) {
      lines.print("signatures", notKnown(not.reason()));
    }
    Optional<String> same = SignatureDifferenceWording.same(signatures);
    if (verbose && same.isPresent()) {
      lines.print("signatures", new Phrase().words(same.get()));
    }
  }

  private Phrase notKnown(String reason) {
    return new Phrase().word("not known:", Style.WARNING).words(Wording.message(reason, verbose));
  }

  private void difference(Difference difference, boolean required) throws IOException {
    Severity failOn = required ? Severity.MEDIUM : Severity.CRITICAL;
    page.print(
        SEVERITY_COLUMN,
        KIND_COLUMN + 2,
        new Phrase()
            .word(difference.severity().label(), TextFileList.style(difference.severity(), failOn))
            .wordsAt(
                KIND_COLUMN,
                difference.kind().label() + ": " + SignatureDifferenceWording.change(difference)));
  }
}
