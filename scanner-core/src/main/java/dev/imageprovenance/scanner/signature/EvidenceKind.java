package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.Comparator;
import java.util.Optional;

/**
 * A kind of signature or attestation, as it says itself; immutable.
 *
 * @param purpose what it is good for
 * @param form how it comes
 * @param predicateType what kind of statement it makes, when it is one: a claim
 */
public record EvidenceKind(Purpose purpose, Form form, Optional<String> predicateType)
    implements Comparable<EvidenceKind> {
  private static final Comparator<EvidenceKind> ORDER =
      Comparator.comparing(EvidenceKind::purpose)
          .thenComparing(EvidenceKind::form)
          .thenComparing(kind -> kind.predicateType().orElse(""));

  /** True for what somebody has signed, as far as its form tells. */
  public boolean isSigned() {
    return form != Form.STATEMENT && form != Form.SBOM;
  }

  /** In words, escaped: "image signature (simple signing)". */
  public String label() {
    String what =
        switch (purpose) {
          case IMAGE -> "image signature";
          case PROVENANCE -> "provenance";
          case VSA -> "verification summary";
          case SBOM -> "SBOM";
          case ATTESTATION -> "other attestation";
        };
    return what
        + " ("
        + form.label()
        + predicateType.map(type -> ", " + Text.excerpt(type)).orElse("")
        + ")";
  }

  @Override
  public int compareTo(EvidenceKind other) {
    return ORDER.compare(this, other);
  }
}
