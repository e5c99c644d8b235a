package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.ScanReport.IndexChild;
import java.util.ArrayList;
import java.util.List;

/** Tells in one line which children of an index were scanned; stateless. */
final class TextIndexLine {
  private TextIndexLine() {}

  static Phrase of(List<IndexChild> children) {
    List<String> others = new ArrayList<>();
    int scanned = 0;
    int attestations = 0;
    int artifacts = 0;
    for (IndexChild child : children) {
      switch (child.status()) {
        case SCANNED -> scanned++;
        case NOT_SELECTED -> others.add(name(child));
        case ATTESTATION -> attestations++;
        case ARTIFACT -> artifacts++;
      }
    }
    int platforms = scanned + others.size();
    Phrase phrase =
        new Phrase()
            .word("scanned", Style.FAINT)
            .wordAt(12, scanned + " of " + platforms, Style.PLAIN)
            .words(platforms == 1 ? "platform" : "platforms");
    if (!others.isEmpty()) {
      phrase.glue(";").words("not scanned:").words(String.join(", ", others));
    }
    if (attestations > 0) {
      phrase.glue(";").words(Wording.count(attestations, "attestation", "attestations"));
    }
    if (artifacts > 0) {
      phrase.glue(";").words(Wording.count(artifacts, "artifact", "artifacts") + " of other kinds");
    }
    return phrase;
  }

  private static String name(IndexChild child) {
    return child
        .platform()
        .map(platform -> Text.escape(platform.toString()))
        .orElseGet(() -> Wording.digest(child.digest(), false));
  }
}
