package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.AssessedClaim;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.BaseLevel.Basis;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tells one lineage; not thread-safe. */
final class TextLineageSection {
  private static final int STATE_COLUMN = 6;
  private static final int KIND_COLUMN = LabelledLines.VALUE_COLUMN + 2;
  private static final int DIGEST_COLUMN = KIND_COLUMN + 10;
  private static final int MOST_NAMES = 4;

  private final TextPage page;
  private final TextOptions options;
  private final boolean verbose;
  private final boolean quiet;
  private final LineageReport report;
  private final Lineage lineage;
  private final LabelledLines lines;

  TextLineageSection(TextPage page, TextOptions options, LineageReport report, Lineage lineage) {
    this.page = page;
    this.options = options;
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.quiet = options.verbosity() == Verbosity.QUIET;
    this.report = report;
    this.lineage = lineage;
    this.lines = new LabelledLines(page);
  }

  void render() throws IOException {
    headline();
    lines.print("why", new Phrase().words(message(lineage.why())));
    if (lineage.remedy().isPresent()) {
      lines.print("remedy", new Phrase().words(message(lineage.remedy().get())));
    }
    if (quiet) {
      return;
    }
    new TextLineageTree(page, options, lineage).render();
    for (int i = 0; i < lineage.bases().size(); i++) {
      base(i == 0 ? "base" : "its base", lineage.bases().get(i));
    }
    claims();
    candidates();
    if (verbose) {
      new TextVerificationList(page, LabelledLines.VALUE_COLUMN, true)
          .print("digests", lineage.verifications());
    }
  }

  private void headline() throws IOException {
    Style style = TextReportRenderer.style(lineage.verdict());
    int stateColumn = Math.max(STATE_COLUMN, lineage.verdict().name().length() + 2);
    String state = lineage.state().label();
    page.print(
        0,
        STATE_COLUMN,
        new Phrase()
            .word(lineage.verdict().name(), style)
            .wordAt(stateColumn, state, style)
            .wordAt(stateColumn + state.length() + 2, Text.escape(report.requested()), Style.STRONG)
            .word(Text.escape(lineage.platform().toString()), Style.PLAIN));
  }

  private void base(String label, BaseLevel base) throws IOException {
    Phrase phrase =
        new Phrase()
            .wordAt(LabelledLines.VALUE_COLUMN, Text.escape(base.image().name()), Style.STRONG)
            .glue(":")
            .words(LineageWording.layers(base.depth()) + ",")
            .word(base.basis().label(), base.basis() == Basis.PROVEN ? Style.GOOD : Style.WARNING);
    if (base.image().verified() == When.EARLIER) {
      phrase.words("(its documents were verified earlier)", Style.FAINT);
    }
    lines.print(label, phrase);
    digest(
        DigestKind.CHAIN_ID, base.chainId(), base.basis() == Basis.PROVEN ? "computed" : "config");
    digests(base.image());
    otherNames(base.images());
    if (base.freshness().isPresent()) {
      freshness(base.freshness().get());
    }
  }

  private void digests(BaseImage image) throws IOException {
    if (image.index().isPresent()) {
      digest(DigestKind.INDEX, image.index().get(), "computed");
    }
    if (image.manifest().isPresent()) {
      digest(DigestKind.MANIFEST, image.manifest().get(), "computed");
    }
    digest(DigestKind.CONFIG, image.config(), "computed");
  }

  private void digest(DigestKind kind, Digest digest, String origin) throws IOException {
    page.print(
        KIND_COLUMN,
        DIGEST_COLUMN,
        new Phrase()
            .word(kind.label(), Style.PLAIN)
            .wordAt(DIGEST_COLUMN, Wording.digest(digest, verbose), Style.PLAIN)
            .word("(" + origin + ")", Style.FAINT));
  }

  private void otherNames(List<BaseImage> images) throws IOException {
    if (images.size() < 2) {
      return;
    }
    Phrase phrase = new Phrase().word("also", Style.PLAIN);
    int shown = verbose ? images.size() : Math.min(images.size(), MOST_NAMES + 1);
    boolean first = true;
    for (BaseImage image : images.subList(1, shown)) {
      String name = Text.escape(image.name());
      if (first) {
        phrase.wordAt(DIGEST_COLUMN, name, Style.PLAIN);
      } else {
        phrase.glue(",").word(name, Style.PLAIN);
      }
      first = false;
    }
    if (shown < images.size()) {
      phrase.words("and " + Wording.grouped(images.size() - shown) + " more");
    }
    page.print(KIND_COLUMN, DIGEST_COLUMN, phrase);
  }

  private void freshness(Fact<Freshness> fact) throws IOException {
    Phrase phrase = new Phrase().word("tag", Style.PLAIN);
    Optional<Freshness> known = fact.asKnown();
    if (known.isEmpty()) {
      phrase
          .wordAt(DIGEST_COLUMN, "UNKNOWN", Style.WARNING)
          .glue(":")
          .words(message(fact.whyUnknown().orElse("")));
    } else {
      Freshness freshness = known.get();
      phrase.wordAt(
          DIGEST_COLUMN,
          freshness.movement().label(),
          freshness.movement() == Freshness.Movement.CURRENT ? Style.GOOD : Style.WARNING);
      if (freshness.movement() == Freshness.Movement.CURRENT && freshness.seenAgo().isPresent()) {
        phrase.glue(",");
      }
      phrase.words(LineageWording.freshness(freshness, verbose));
    }
    page.print(KIND_COLUMN, DIGEST_COLUMN, phrase);
  }

  private void claims() throws IOException {
    int longest = 0;
    for (AssessedClaim claim : lineage.claims()) {
      longest = Math.max(longest, claim.claim().origin().label().length());
    }
    int textColumn = LabelledLines.VALUE_COLUMN + longest + 2;
    for (AssessedClaim claim : lineage.claims()) {
      if (isTold(claim)) {
        lines.printFurther(
            "claims",
            new Phrase()
                .wordAt(LabelledLines.VALUE_COLUMN, claim.claim().origin().label(), Style.PLAIN)
                .wordsAt(textColumn, message(LineageWording.says(claim.claim().statement())))
                .word("→", Style.FAINT)
                .word(claim.assessment().label(), style(claim))
                .glue(":")
                .words(message(claim.why())));
      }
    }
    lines.end();
  }

  /** A hint that names nothing and fits nothing helps nobody. */
  private boolean isTold(AssessedClaim claim) {
    return verbose
        || claim.claim().origin() != Origin.HISTORY
        || claim.assessment() == AssessedClaim.Assessment.AGREES
        || !(claim.claim().statement() instanceof Statement.Boundary);
  }

  private static Style style(AssessedClaim claim) {
    return switch (claim.assessment()) {
      case PROVEN -> Style.GOOD;
      case CONTRADICTED -> Style.BAD;
      case DECLARED, FLATTENED, UNPROVEN, UNKNOWN -> Style.WARNING;
      case AGREES, DIFFERS, NOT_A_BASE -> Style.PLAIN;
    };
  }

  /** What is told beside its claim is not told again. */
  private void candidates() throws IOException {
    List<Candidate> claimed =
        lineage.candidates().stream()
            .filter(candidate -> candidate.role() != Candidate.Role.LISTED)
            .toList();
    int listed = lineage.candidateCount() - claimed.size();
    if (listed == 0) {
      return;
    }
    lines.printFurther(
        "looked at", new Phrase().words(Wording.count(listed, "image", "images") + " of --bases"));
    for (Candidate candidate : lineage.candidates()) {
      for (CandidateReading reading : candidate.readings()) {
        if (reading instanceof CandidateReading.Unknown unknown && !claimed.contains(candidate)) {
          lines.printFurther(
              "looked at",
              new Phrase()
                  .wordAt(LabelledLines.VALUE_COLUMN, "UNKNOWN", Style.WARNING)
                  .word(Text.escape(candidate.name()), Style.PLAIN)
                  .glue(":")
                  .words(message(unknown.reason())));
        }
      }
    }
    lines.end();
  }

  private String message(String text) {
    return Wording.message(text, verbose);
  }
}
