package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.compare.SignatureComparison.Difference;
import dev.imageprovenance.scanner.compare.SignatureComparison.Outcome;
import dev.imageprovenance.scanner.signature.EvidenceInventory;
import java.util.List;
import java.util.Optional;

/** Puts into words which signatures and attestations one side lacks; stateless. */
final class SignatureDifferenceWording {
  private SignatureDifferenceWording() {}

  /** Of how many kinds the deployed side has fewer, and of how many more; empty if of none. */
  static Optional<String> summary(SignatureComparison signatures) {
    List<Difference> differences = signatures.differences();
    long lost = differences.stream().filter(Difference::isLost).count();
    long added = differences.size() - lost;
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    String missing = lost == 0 ? "" : Wording.count((int) lost, "kind", "kinds") + " lost";
    String more = added == 0 ? "" : Wording.count((int) added, "kind", "kinds") + " added";
    return Optional.of(missing + (lost > 0 && added > 0 ? ", " : "") + more);
  }

  /** What is wrong with them where they are required; empty when nothing is. */
  static Optional<String> state(SignatureComparison signatures) {
    return switch (signatures.verdict()) {
      case PASS -> Optional.empty();
      case FAIL -> Optional.of("signatures lost");
      case UNKNOWN -> Optional.of("signatures unknown");
    };
  }

  /** "1 → none". */
  static String change(Difference difference) {
    return count(difference.registry()) + " → " + count(difference.deployed());
  }

  /** How many of a kind, with none in words. */
  static String count(int number) {
    return number == 0 ? "none" : Integer.toString(number);
  }

  /** Which code a difference has. */
  static String code(Difference difference) {
    if (!difference.isLost()) {
      return "SIGNATURE_ADDED";
    }
    return difference.kind().isSigned() ? "SIGNATURE_LOST" : "ATTESTATION_LOST";
  }

  /** What both sides have, when that is the same and all of it is known. */
  static Optional<String> same(SignatureComparison signatures) {
    if (signatures.outcome() instanceof Outcome.Compared compared
        && signatures.differences().isEmpty()
        && signatures.unknowns().isEmpty()) {
      return Optional.of(inWords(compared.registry()));
    }
    return Optional.empty();
  }

  private static String inWords(EvidenceInventory inventory) {
    return inventory.counts().isEmpty()
        ? "neither side has any"
        : "both sides have "
            + String.join(
                ", ",
                inventory.counts().entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().label())
                    .toList());
  }
}
