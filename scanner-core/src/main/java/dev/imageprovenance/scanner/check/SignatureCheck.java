package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks whether the image is signed by everybody who must have signed it; immutable and thread-safe.
 * What signatures are worth was found out before; this asks whether they are enough.
 */
public final class SignatureCheck implements Check {
  static final String UNSIGNED = "UNSIGNED";
  static final String WRONG_SIGNER = "WRONG_SIGNER";
  static final String REFUSED = "REFUSED";

  private static final Map<String, Severity> CODES =
      Map.of(
          UNSIGNED,
          Severity.HIGH,
          WRONG_SIGNER,
          Severity.HIGH,
          REFUSED,
          Severity.HIGH,
          EvidenceFindings.ALSO_REFUSED,
          Severity.LOW);

  private final List<RequiredSigners> required;

  /** A check of all requirements; without any every image passes. */
  public SignatureCheck(List<RequiredSigners> required) {
    this.required = List.copyOf(required);
  }

  @Override
  public CheckId id() {
    return CheckId.SIGNATURE;
  }

  @Override
  public String title() {
    return "Is the image signed by whom the policy requires?";
  }

  @Override
  public Map<String, Severity> codes() {
    return CODES;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    Fact<Signatures> fact = EvidenceFindings.signatures(facts);
    return fact instanceof Fact.Known<Signatures> known
        ? judge(known.value())
        : Findings.unknown(id(), fact.whyUnknown().orElse(""));
  }

  private CheckOutcome judge(Signatures signatures) {
    FoundEvidence found = FoundEvidence.of(signatures, Purpose.IMAGE);
    EvidenceFindings findings = new EvidenceFindings(id());
    Set<String> unknown = new LinkedHashSet<>();
    Set<String> signed = new LinkedHashSet<>();
    for (RequiredSigners each : required) {
      for (List<String> group : each.groups()) {
        Optional<String> signer = signer(found, group);
        if (signer.isPresent()) {
          signed.add(signer.get());
        } else if (found.unclear().isEmpty()) {
          findings.add(missing(found, group, each));
        } else {
          unknown.addAll(found.unclear());
        }
      }
    }
    if (!findings.has(REFUSED)) {
      findings.addRefused(found.refusals());
    }
    String summary =
        !unknown.isEmpty()
            ? "could not tell whether it is signed"
            : findings.failing().map(EvidenceFindings::inShort).orElse(signedBy(signed));
    return Findings.outcome(id(), findings.all(), unknown, summary);
  }

  private static String signedBy(Set<String> signed) {
    return signed.isEmpty()
        ? "no signature is required"
        : "signed by " + String.join(" and ", signed);
  }

  /** One of the group who has signed, with the way that covers the image. */
  private static Optional<String> signer(FoundEvidence found, List<String> group) {
    for (Evidence each : found.verified()) {
      Standing.Verified standing = FoundEvidence.standing(each);
      for (String name : SignatureWords.signers(standing)) {
        if (group.contains(name)) {
          return Optional.of(
              SignatureWords.either(List.of(name)) + SignatureWords.by(standing.binding()));
        }
      }
    }
    return Optional.empty();
  }

  private Finding missing(FoundEvidence found, List<String> group, RequiredSigners each) {
    String wanted = SignatureWords.either(group);
    String required = "a signature by " + wanted + " is required";
    EvidenceFindings.Draft draft =
        new EvidenceFindings.Draft(id(), "signature by " + wanted, each.clause());
    if (!found.verified().isEmpty()) {
      List<String> others = new ArrayList<>();
      found
          .verified()
          .forEach(one -> others.addAll(SignatureWords.signers(FoundEvidence.standing(one))));
      return draft.finding(
          WRONG_SIGNER,
          "The image is signed by " + SignatureWords.all(others) + "; " + required,
          remedy(wanted),
          found.refusals());
    }
    return found.refusals().isEmpty()
        ? draft.finding(
            UNSIGNED, "Nobody has signed the image; " + required, remedy(wanted), List.of())
        : draft.finding(
            REFUSED,
            "No signature of the image counts: "
                + SignatureWords.reasons(found.refusals())
                + "; "
                + required,
            SignatureWords.mend(found.refusals(), group)
                .orElse("Find out who signed it, and have its digest signed by " + wanted),
            found.refusals());
  }

  private static String remedy(String wanted) {
    return "Have its digest signed by " + wanted + ", or take an image that is";
  }
}
