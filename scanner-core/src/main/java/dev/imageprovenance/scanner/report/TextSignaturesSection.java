package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells what is signed of one image; not thread-safe. */
final class TextSignaturesSection {
  private static final int STATE_COLUMN = 6;
  private static final int MOST_ALIGNED = 20;
  private static final int VALUE_COLUMN = LabelledLines.VALUE_COLUMN;

  private final TextPage page;
  private final boolean verbose;
  private final boolean quiet;
  private final SignaturesReport report;
  private final SignedImageReport image;
  private final Signatures signatures;
  private final LabelledLines lines;

  TextSignaturesSection(
      TextPage page, TextOptions options, SignaturesReport report, SignedImageReport image) {
    this.page = page;
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.quiet = options.verbosity() == Verbosity.QUIET;
    this.report = report;
    this.image = image;
    this.signatures = image.signatures();
    this.lines = new LabelledLines(page);
  }

  void render() throws IOException {
    headline();
    for (String why : SignatureWording.whys(image)) {
      lines.printFurther("why", new Phrase().words(message(why)));
    }
    lines.end();
    if (SignatureWording.remedy(image).isPresent()) {
      lines.print("remedy", new Phrase().words(message(SignatureWording.remedy(image).get())));
    }
    if (quiet) {
      return;
    }
    image();
    believed();
    for (Digest subject : subjects()) {
      lookedAt(subject);
    }
    new TextEvidenceList(lines, verbose).print(signatures.evidence());
  }

  private void headline() throws IOException {
    Style style = TextReportRenderer.style(image.verdict());
    int stateColumn = Math.max(STATE_COLUMN, image.verdict().name().length() + 2);
    String state = SignatureWording.state(image);
    page.print(
        0,
        STATE_COLUMN,
        new Phrase()
            .word(image.verdict().name(), style)
            .wordAt(stateColumn, state, style)
            .wordAt(stateColumn + state.length() + 2, Text.escape(report.requested()), Style.STRONG)
            .word(Text.escape(image.platform().toString()), Style.PLAIN));
  }

  private void image() throws IOException {
    for (Digest index : signatures.indexes()) {
      digest(DigestKind.INDEX, index);
    }
    digest(DigestKind.MANIFEST, signatures.manifest());
    lines.end();
    if (signatures.name().isPresent()
        && !report.requested().equals(signatures.name().get().toString())) {
      lines.print("known as", new Phrase().words(Text.escape(signatures.name().get().toString())));
    }
  }

  private void digest(DigestKind kind, Digest digest) throws IOException {
    lines.printFurther(
        "image",
        new Phrase()
            .wordAt(VALUE_COLUMN, kind.label(), Style.PLAIN)
            .wordAt(VALUE_COLUMN + 10, Wording.digest(digest, verbose), Style.PLAIN)
            .word("(computed)", Style.FAINT));
  }

  private void believed() throws IOException {
    int longest = 0;
    for (TrustedSigner signer : image.believed().signers()) {
      longest = Math.min(MOST_ALIGNED, Math.max(longest, Text.excerpt(signer.name()).length()));
    }
    for (TrustedSigner signer : image.believed().signers()) {
      lines.printFurther(
          "believed",
          new Phrase()
              .wordAt(VALUE_COLUMN, Text.excerpt(signer.name()), Style.PLAIN)
              .wordsAt(VALUE_COLUMN + longest + 2, message(SignatureWording.believed(signer))));
    }
    if (image.believed().signers().isEmpty()) {
      lines.printFurther("believed", new Phrase().words("nobody"));
    }
    lines.end();
  }

  private List<Digest> subjects() {
    List<Digest> subjects = new ArrayList<>(List.of(signatures.manifest()));
    for (int i = signatures.indexes().size() - 1; i >= 0; i--) {
      subjects.add(signatures.indexes().get(i));
    }
    return subjects;
  }

  /** Ways that found nothing are told together. */
  private void lookedAt(Digest subject) throws IOException {
    String name = subject.equals(signatures.manifest()) ? "manifest:" : "index:";
    List<String> absent = new ArrayList<>();
    int column = VALUE_COLUMN + 10;
    boolean first = true;
    for (RouteOutcome outcome : signatures.routes()) {
      if (!outcome.subject().equals(subject)) {
        continue;
      }
      if (outcome.state() == RouteOutcome.State.ABSENT && !verbose) {
        absent.add(label(outcome.route()));
        continue;
      }
      Phrase phrase = new Phrase();
      if (first) {
        phrase.wordAt(VALUE_COLUMN, name, Style.PLAIN);
      }
      first = false;
      lines.printFurther("looked at", outcome(phrase, column, outcome));
    }
    if (!absent.isEmpty()) {
      Phrase phrase = new Phrase();
      if (first) {
        phrase.wordAt(VALUE_COLUMN, name, Style.PLAIN);
      }
      lines.printFurther(
          "looked at",
          phrase
              .wordAt(column, "nothing", Style.FAINT)
              .wordsAt(column + 9, String.join(", ", absent)));
    }
  }

  private Phrase outcome(Phrase phrase, int column, RouteOutcome outcome) {
    String word =
        switch (outcome.state()) {
          case FOUND -> "found";
          case ABSENT -> "nothing";
          case UNKNOWN -> "UNKNOWN";
        };
    Style style = outcome.isUnknown() ? Style.WARNING : Style.PLAIN;
    phrase.wordAt(column, word, style).wordsAt(column + 9, label(outcome.route()));
    return verbose || outcome.isUnknown() || !isTag(outcome.route())
        ? phrase.glue(":").words(message(outcome.detail()))
        : phrase;
  }

  /** Its name is long, and follows from the digest. */
  private static boolean isTag(Route route) {
    return route == Route.COSIGN_SIGNATURE_TAG
        || route == Route.COSIGN_ATTESTATION_TAG
        || route == Route.COSIGN_SBOM_TAG;
  }

  private static String label(Route route) {
    return route == Route.INDEX_CHILDREN ? "index's own attestations" : route.label();
  }

  private String message(String text) {
    return Wording.message(text, verbose);
  }
}
