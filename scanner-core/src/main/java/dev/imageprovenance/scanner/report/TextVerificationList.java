package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.oci.DigestKind;
import java.io.IOException;
import java.util.List;

/** Tells promised digests and what became of each, one a line; not thread-safe. */
final class TextVerificationList {
  private static final int LABEL_COLUMN = 2;

  private final TextPage page;
  private final int valueColumn;
  private final boolean full;

  /**
   * A list whose lines begin at {@code valueColumn}.
   *
   * @param full whether digests are told in full
   */
  TextVerificationList(TextPage page, int valueColumn, boolean full) {
    this.page = page;
    this.valueColumn = valueColumn;
    this.full = full;
  }

  /** Prints the list with {@code label} before its first line. */
  void print(String label, List<DigestVerification> verifications) throws IOException {
    boolean first = true;
    for (DigestVerification verification : verifications) {
      Phrase phrase = new Phrase();
      if (first) {
        phrase.word(label, Style.FAINT);
      }
      add(phrase, verification);
      page.print(first ? LABEL_COLUMN : valueColumn, valueColumn + 2, phrase);
      first = false;
    }
  }

  private void add(Phrase phrase, DigestVerification verification) {
    phrase.wordAt(valueColumn, about(verification), Style.PLAIN);
    verification.copy().ifPresent(copy -> phrase.words("of copy " + Wording.digest(copy, full)));
    phrase.word(
        Wording.digest(verification.expected(), full)
            + " ("
            + verification.expectedFrom().label()
            + ")",
        Style.PLAIN);
    switch (verification.status()) {
      case VERIFIED ->
          phrase.words(
              verification.when() == DigestVerification.When.NOW
                  ? "verified now"
                  : "verified earlier");
      case MISMATCH -> {
        phrase.word("MISMATCH", Style.BAD);
        verification
            .actual()
            .ifPresent(
                actual ->
                    phrase.words(Wording.digest(actual, full)).word("(computed)", Style.FAINT));
      }
      case UNVERIFIABLE -> phrase.word("not verifiable", Style.WARNING);
    }
    if (!verification.note().isEmpty()) {
      phrase.glue(":").words(Wording.message(verification.note(), full));
    }
  }

  private static String about(DigestVerification verification) {
    String kind = verification.kind().label();
    if (verification.layerIndex().isEmpty()) {
      return kind;
    }
    boolean isLayer = verification.kind() == DigestKind.LAYER;
    return (isLayer ? kind : kind + " of layer") + " " + (verification.layerIndex().get() + 1);
  }
}
