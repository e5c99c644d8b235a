package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.statement.Resource;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.Statement;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import java.io.IOException;
import java.util.List;

/**
 * Lists signatures and statements, each with what it is worth and what it says; not thread-safe.
 */
final class TextEvidenceList {
  private static final int VALUE_COLUMN = LabelledLines.VALUE_COLUMN;
  private static final int DETAIL_COLUMN = VALUE_COLUMN + 2;
  private static final int SAID_COLUMN = DETAIL_COLUMN + 11;
  private static final int MOST_MATERIALS = 4;

  /** Of more evidence the rest is counted. */
  private static final int MOST = 50;

  private final LabelledLines lines;
  private final boolean verbose;

  TextEvidenceList(LabelledLines lines, boolean verbose) {
    this.lines = lines;
    this.verbose = verbose;
  }

  void print(List<Evidence> found) throws IOException {
    List<Evidence> evidence = SignatureWording.sorted(found);
    int shown = verbose ? evidence.size() : Math.min(MOST, evidence.size());
    for (Evidence each : evidence.subList(0, shown)) {
      print(each);
    }
    if (shown < evidence.size()) {
      lines.printFurther(
          "found", new Phrase().words("and " + Wording.grouped(evidence.size() - shown) + " more"));
    }
    lines.end();
  }

  private void print(Evidence evidence) throws IOException {
    Standing standing = evidence.standing();
    lines.printFurther(
        "found",
        new Phrase()
            .wordAt(VALUE_COLUMN, SignatureWording.kind(evidence), Style.STRONG)
            .glue(",")
            .word(SignatureWording.worth(standing), style(standing))
            .glue(":")
            .words(message(SignatureWording.whyWorth(standing))));
    if (standing instanceof Standing.Verified verified && !verified.refusals().isEmpty()) {
      detail("beside", SignatureWording.reasons(verified.refusals()));
    }
    detail("form", form(evidence));
    if (evidence.statement().isPresent()) {
      statement(evidence.statement().get());
    }
  }

  private String form(Evidence evidence) {
    Evidence.Place place = evidence.place();
    return evidence.form().label()
        + " "
        + Wording.digest(place.blob().orElse(place.artifact()), verbose)
        + " by "
        + SignatureWording.routes(evidence);
  }

  private void statement(Statement statement) throws IOException {
    if (statement.predicate() instanceof SlsaProvenance provenance) {
      provenance(provenance);
    } else if (statement.predicate() instanceof VerificationSummary summary) {
      summary(summary);
    } else {
      detail("says", Text.excerpt(statement.predicateType()));
    }
  }

  private void provenance(SlsaProvenance says) throws IOException {
    detail(
        "builder",
        (says.builderId().isEmpty() ? "(unnamed)" : Text.excerpt(says.builderId()))
            + " (SLSA provenance "
            + says.version().label()
            + ")");
    for (SlsaProvenance.Source source : says.sources()) {
      detail(
          "source",
          Text.excerpt(source.uri())
              + (source.revision().isEmpty() ? "" : " " + Text.excerpt(source.revision())));
    }
    int shown =
        verbose ? says.materials().size() : Math.min(MOST_MATERIALS, says.materials().size());
    for (Resource material : says.materials().subList(0, shown)) {
      detail("material", name(material));
    }
    if (shown < says.materials().size()) {
      detail("material", "and " + Wording.grouped(says.materials().size() - shown) + " more");
    }
    if (says.finishedOn().isPresent()) {
      detail("finished", Text.excerpt(says.finishedOn().get()));
    }
  }

  private static String name(Resource material) {
    String name = material.uri().isEmpty() ? material.name() : material.uri();
    String digest = material.digests().getOrDefault("sha256", "");
    boolean further = !digest.isEmpty() && !name.contains(digest);
    return Text.excerpt(name) + (further ? " sha256:" + Text.excerpt(digest) : "");
  }

  private void summary(VerificationSummary says) throws IOException {
    detail(
        "verifier",
        Text.excerpt(says.verifierId())
            + (says.passed() ? ": PASSED" : ": FAILED")
            + says.timeVerified().map(time -> " at " + time).orElse(""));
    detail("for", Text.excerpt(says.resourceUri()));
    detail("levels", Text.excerpt(String.join(", ", says.levels())));
    detail("policy", name(says.policy()));
  }

  private void detail(String label, String text) throws IOException {
    if (!text.isEmpty()) {
      lines.printFurther(
          "found",
          new Phrase()
              .wordAt(DETAIL_COLUMN, label, Style.FAINT)
              .wordsAt(SAID_COLUMN, message(text)));
    }
  }

  private static Style style(Standing standing) {
    if (standing instanceof Standing.Verified) {
      return Style.GOOD;
    }
    return standing instanceof Standing.Refused ? Style.BAD : Style.WARNING;
  }

  private String message(String text) {
    return Wording.message(text, verbose);
  }
}
