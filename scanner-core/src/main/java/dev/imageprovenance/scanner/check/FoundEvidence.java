package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found that is good for one purpose, by what it is worth; immutable.
 *
 * @param verified what trusted signers say
 * @param claimed what nobody has signed
 * @param refusals why the rest does not count, and what does not count beside the verified
 * @param unclear why there may be more than was judged
 */
record FoundEvidence(
    List<Evidence> verified, List<Evidence> claimed, List<Refusal> refusals, List<String> unclear) {

  static FoundEvidence of(Signatures signatures, Purpose purpose) {
    List<Evidence> verified = new ArrayList<>();
    List<Evidence> claimed = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (Evidence each : signatures.evidence()) {
      if (!each.mayBe(purpose)) {
        continue;
      }
      if (each.standing() instanceof Standing.Verified standing) {
        verified.add(each);
        refusals.addAll(standing.refusals());
      } else if (each.standing() instanceof Standing.Claimed) {
        claimed.add(each);
      } else if (each.standing() instanceof Standing.Refused standing) {
        refusals.addAll(standing.refusals());
      }
    }
    return new FoundEvidence(verified, claimed, refusals, signatures.unclear(purpose));
  }

  /** Who made a piece of verified evidence. */
  static Standing.Verified standing(Evidence verified) {
    return (Standing.Verified) verified.standing();
  }
}
