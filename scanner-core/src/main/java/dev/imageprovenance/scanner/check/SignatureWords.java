package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.Binding;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Words that the checks of signatures and attestations have in common; stateless. */
final class SignatureWords {
  private static final int MOST_REFUSALS = 3;

  private SignatureWords() {}

  /** {@code a, b or c}, escaped. */
  static String either(Collection<String> names) {
    return listed(names, " or ");
  }

  /** {@code a, b and c}, escaped. */
  static String all(Collection<String> names) {
    return listed(names, " and ");
  }

  private static String listed(Collection<String> names, String last) {
    List<String> words = names.stream().map(Text::excerpt).distinct().toList();
    int more = words.size() - 1;
    return more < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, more)) + last + words.get(more);
  }

  /** Who made what is verified. */
  static List<String> signers(Standing.Verified verified) {
    return verified.signers().stream().map(VerifiedSigner::signer).map(one -> one.name()).toList();
  }

  /** What is to be said aloud of the way that a signature covers the image; may be empty. */
  static String by(Binding binding) {
    String index =
        binding.kind() == Binding.Kind.INDEX ? ", who signed its index " + binding.digest() : "";
    return index + binding.signedAs().map(name -> ", signed as " + name).orElse("");
  }

  /** The reasons with their details, the first of many. */
  static String reasons(List<Refusal> refusals) {
    List<String> words = refusals.stream().map(SignatureWords::reason).distinct().toList();
    int more = words.size() - MOST_REFUSALS;
    return String.join("; ", words.subList(0, Math.min(words.size(), MOST_REFUSALS)))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /**
   * What the user can do about the first refusal of a wanted signer that a setting brought about;
   * empty when there is none.
   */
  static Optional<String> mend(List<Refusal> refusals, Collection<String> wanted) {
    return refusals.stream()
        .filter(refusal -> refusal.signer().filter(wanted::contains).isPresent())
        .flatMap(refusal -> mend(refusal).stream())
        .findFirst();
  }

  private static Optional<String> mend(Refusal refusal) {
    String signer = Text.excerpt(refusal.signer().orElseThrow());
    return switch (refusal.reason()) {
      case WRONG_REPOSITORY ->
          Optional.of(
              "If it is a copy of what "
                  + signer
                  + " signed there, as a mirror's, map its name to that one (--mapping, or mappings"
                  + " of the policy); else have its digest signed for this repository");
      case OUT_OF_SCOPE -> Optional.of(inPolicy(signer, "this repository", "repositories"));
      case WRONG_BUILDER -> Optional.of(inPolicy(signer, "that builder", "ids"));
      case WRONG_VERIFIER -> Optional.of(inPolicy(signer, "that verifier", "ids"));
      default -> Optional.empty();
    };
  }

  private static String inPolicy(String signer, String what, String key) {
    return "If "
        + signer
        + " may speak for "
        + what
        + ", add it to the "
        + key
        + " of this signer in the policy";
  }

  static String reason(Refusal refusal) {
    return refusal.reason() + ", " + refusal.detail();
  }
}
