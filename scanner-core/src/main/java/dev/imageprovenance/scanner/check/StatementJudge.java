package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.StatementRequirement.Shortcoming;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.statement.Predicate;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges whether statements of one kind are enough: a signed one that says all that is required,
 * for each requirement; immutable and thread-safe.
 *
 * @param <T> the kind
 */
final class StatementJudge<T extends Predicate> {
  /**
   * What is particular about a kind of statement; immutable.
   *
   * @param purpose what its signers are trusted with
   * @param type of its predicate
   * @param noun what it is called
   * @param none code when there is none
   * @param unsigned code when nobody has signed it
   * @param summary what one that is enough says, in short
   */
  record Kind<T>(
      Purpose purpose,
      Class<T> type,
      String noun,
      String none,
      String unsigned,
      Function<T, String> summary) {}

  private final CheckId check;
  private final Kind<T> kind;
  private final List<? extends StatementRequirement<T>> required;

  StatementJudge(CheckId check, Kind<T> kind, List<? extends StatementRequirement<T>> required) {
    this.check = check;
    this.kind = kind;
    this.required = List.copyOf(required);
  }

  CheckOutcome judge(Signatures signatures) {
    FoundEvidence found = FoundEvidence.of(signatures, kind.purpose());
    EvidenceFindings findings = new EvidenceFindings(check);
    Set<String> unknown = new LinkedHashSet<>();
    Set<String> enough = new LinkedHashSet<>();
    for (StatementRequirement<T> each : required) {
      Candidates<T> candidates = candidates(found, each, signatures);
      if (candidates.enough().isPresent()) {
        enough.add(candidates.enough().get());
      } else if (!found.unclear().isEmpty()) {
        unknown.addAll(found.unclear());
      } else if (!candidates.shortcomings().isEmpty()) {
        candidates.shortcomings().forEach(one -> findings.add(finding(one)));
      } else {
        findings.add(missing(found, each));
      }
    }
    if (!findings.has(SignatureCheck.REFUSED)) {
      findings.addRefused(found.refusals());
    }
    String summary =
        !unknown.isEmpty()
            ? "could not look at every " + kind.noun()
            : findings.failing().map(EvidenceFindings::inShort).orElse(passed(enough));
    return Findings.outcome(check, findings.all(), unknown, summary);
  }

  private String passed(Set<String> enough) {
    return enough.isEmpty() ? "no " + kind.noun() + " is required" : String.join("; ", enough);
  }

  /**
   * What signers whose word counts say.
   *
   * @param enough the first statement that says all, in short
   * @param shortcomings what the others lack, each once
   */
  private record Candidates<T>(Optional<String> enough, Set<Shortcoming> shortcomings) {}

  private Candidates<T> candidates(
      FoundEvidence found, StatementRequirement<T> requirement, Signatures signatures) {
    Set<Shortcoming> shortcomings = new LinkedHashSet<>();
    for (Evidence each : found.verified()) {
      Optional<T> says = says(each);
      for (VerifiedSigner signer : FoundEvidence.standing(each).signers()) {
        if (says.isEmpty() || !requirement.signers().contains(signer.signer().name())) {
          continue;
        }
        Optional<Shortcoming> lacks = requirement.shortcoming(says.get(), signer, signatures);
        if (lacks.isEmpty()) {
          return new Candidates<>(Optional.of(inShort(each, says.get(), signer)), Set.of());
        }
        shortcomings.add(lacks.get());
      }
    }
    return new Candidates<>(Optional.empty(), shortcomings);
  }

  private Optional<T> says(Evidence evidence) {
    return evidence
        .statement()
        .filter(statement -> kind.type().isInstance(statement.predicate()))
        .map(statement -> kind.type().cast(statement.predicate()));
  }

  private String inShort(Evidence evidence, T says, VerifiedSigner signer) {
    return kind.summary().apply(says)
        + ", says "
        + SignatureWords.either(List.of(signer.signer().name()))
        + SignatureWords.by(FoundEvidence.standing(evidence).binding());
  }

  private Finding finding(Shortcoming shortcoming) {
    return new EvidenceFindings.Draft(check, kind.noun(), shortcoming.clause())
        .finding(
            shortcoming.code(),
            shortcoming.message(),
            "Take an image whose " + kind.noun() + " says what the policy requires",
            List.of());
  }

  private Finding missing(FoundEvidence found, StatementRequirement<T> requirement) {
    EvidenceFindings.Draft draft =
        new EvidenceFindings.Draft(check, kind.noun(), requirement.clause());
    String wanted = SignatureWords.either(requirement.signers().stream().sorted().toList());
    String required = "one by " + wanted + " is required";
    String remedy = "Have the " + kind.noun() + " of the image signed by " + wanted;
    if (!found.verified().isEmpty()) {
      return draft.finding(
          SignatureCheck.WRONG_SIGNER,
          "The " + kind.noun() + " is signed by " + others(found) + "; " + required,
          remedy,
          found.refusals());
    }
    if (!found.refusals().isEmpty()) {
      return draft.finding(
          SignatureCheck.REFUSED,
          "No "
              + kind.noun()
              + " counts: "
              + SignatureWords.reasons(found.refusals())
              + "; "
              + required,
          SignatureWords.mend(found.refusals(), requirement.signers()).orElse(remedy),
          found.refusals());
    }
    return found.claimed().isEmpty()
        ? draft.finding(
            kind.none(), "The image has no " + kind.noun() + "; " + required, remedy, List.of())
        : draft.finding(
            kind.unsigned(),
            "Nobody has signed the "
                + kind.noun()
                + ", so that it is only a claim"
                + found.claimed().stream()
                    .flatMap(one -> says(one).stream())
                    .findFirst()
                    .map(says -> " (" + kind.summary().apply(says) + ")")
                    .orElse("")
                + "; "
                + required,
            remedy,
            List.of());
  }

  private static String others(FoundEvidence found) {
    List<String> names = new ArrayList<>();
    for (Evidence each : found.verified()) {
      Standing.Verified standing = FoundEvidence.standing(each);
      names.addAll(SignatureWords.signers(standing));
    }
    return SignatureWords.all(names);
  }
}
