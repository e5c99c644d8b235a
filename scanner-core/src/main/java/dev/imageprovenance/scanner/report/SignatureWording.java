package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.signature.Binding;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.Signatures.State;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.RepositoryGlob;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Words what is known about signatures, for every format that people read; stateless. */
final class SignatureWording {
  private SignatureWording() {}

  /** The verdict's word: verified, unsigned, refused, … */
  static String state(SignedImageReport image) {
    State state = image.signatures().state();
    if (image.isUnverified()) {
      return "unverified";
    }
    if (!image.results().isEmpty() && image.verdict() == Verdict.UNKNOWN) {
      return "unknown";
    }
    boolean isOther =
        !image.results().isEmpty()
            && (state == State.VERIFIED) != (image.verdict() == Verdict.PASS);
    if (isOther && image.verdict() == Verdict.PASS) {
      return "as required";
    }
    return isOther && state == State.VERIFIED ? "not as required" : word(state);
  }

  /** The lower-case word of a state. */
  static String word(State state) {
    return switch (state) {
      case VERIFIED -> "verified";
      case REFUSED -> "refused";
      case UNSIGNED -> "unsigned";
      case UNKNOWN -> "unknown";
    };
  }

  /** What decides, in one line. */
  static String why(SignedImageReport image) {
    return String.join("; ", whys(image));
  }

  /** What decides, each in a sentence without a full stop. */
  static List<String> whys(SignedImageReport image) {
    return image.results().isEmpty() ? List.of(ofState(image)) : ofResults(image);
  }

  private static String ofState(SignedImageReport image) {
    return switch (image.signatures().state()) {
      case VERIFIED -> "signed by " + signers(image);
      case REFUSED -> "no signature counts: " + reasons(image.signatures().refusals());
      case UNSIGNED -> "nobody has signed it, and nobody is required to";
      case UNKNOWN ->
          image.isUnverified()
              ? "it is signed, and nobody was named who could have signed it"
              : String.join("; ", image.signatures().unknowns());
    };
  }

  private static List<String> ofResults(SignedImageReport image) {
    return image.results().stream()
        .filter(result -> result.verdict() == image.verdict())
        .map(SignatureWording::ofResult)
        .distinct()
        .toList();
  }

  private static String ofResult(CheckResult result) {
    return switch (result.verdict()) {
      case PASS -> result.summary();
      case UNKNOWN -> result.unknown().orElse(result.summary());
      case FAIL -> result.findings().stream().map(Finding::message).findFirst().orElse("");
    };
  }

  /** What to do about it; empty when there is nothing to do. */
  static Optional<String> remedy(SignedImageReport image) {
    if (image.isUnverified()) {
      return Optional.of(
          "Name whom you believe: --key FILE, --identity GLOB with --issuer GLOB and --trusted-root"
              + " FILE, or a policy with --policy FILE.");
    }
    boolean lacksName =
        image.signatures().name().isEmpty()
            && image.signatures().state() == State.UNKNOWN
            && image.signatures().evidence().stream()
                .anyMatch(each -> each.standing() instanceof Standing.Unknown);
    if (lacksName) {
      return Optional.of("Say what the image is called in its registry: --known-as NAME.");
    }
    if (image.verdict() == Verdict.UNKNOWN) {
      return Optional.of(remedyOfUnknown(image));
    }
    return image.results().stream()
        .filter(result -> result.verdict() == Verdict.FAIL)
        .flatMap(result -> firstRemedy(result).stream())
        .distinct()
        .reduce((one, next) -> one + " " + next);
  }

  /** Of the finding that {@link #whys} tells, or of the first one behind it that has any. */
  private static Optional<String> firstRemedy(CheckResult result) {
    return result.findings().stream()
        .flatMap(finding -> finding.remedy().stream())
        .map(remedy -> remedy.text() + ".")
        .findFirst();
  }

  private static String remedyOfUnknown(SignedImageReport image) {
    return image.signatures().routes().stream()
        .filter(RouteOutcome::isUnknown)
        .flatMap(route -> route.remedy().stream())
        .findFirst()
        .orElse("Ask again when all that is there can be read and judged.");
  }

  private static String signers(SignedImageReport image) {
    return image.signatures().evidence().stream()
        .filter(each -> each.purpose().equals(Optional.of(Purpose.IMAGE)))
        .filter(each -> each.standing() instanceof Standing.Verified)
        .map(each -> by((Standing.Verified) each.standing()))
        .distinct()
        .reduce((one, other) -> one + " and " + other)
        .orElse("");
  }

  /** Who said something, and how that is about the image. */
  static String by(Standing.Verified verified) {
    List<String> names = verified.signers().stream().map(SignatureWording::signer).toList();
    return String.join(" and ", names) + binding(verified.binding());
  }

  private static String signer(VerifiedSigner signer) {
    String name = Text.excerpt(signer.signer().name());
    return signer
            .identity()
            .map(who -> name + " (" + Text.excerpt(who.subject()) + ")")
            .orElse(name)
        + signer.signedAt().map(time -> " at " + time).orElse("");
  }

  /** What is bound; the usual is not said. */
  static String binding(Binding binding) {
    String index =
        binding.kind() == Binding.Kind.INDEX
            ? ", via index " + binding.digest() + ", which lists it"
            : "";
    return index + binding.signedAs().map(name -> ", signed as " + name).orElse("");
  }

  /** Each reason with its detail. */
  static String reasons(List<Refusal> refusals) {
    return refusals.stream()
        .map(SignatureWording::reason)
        .distinct()
        .reduce((one, other) -> one + "; " + other)
        .orElse("");
  }

  private static String reason(Refusal refusal) {
    return refusal.reason() + ", " + refusal.detail();
  }

  /** Signatures of the image first, and of one kind what is worth more first. */
  static List<Evidence> sorted(List<Evidence> evidence) {
    return evidence.stream()
        .sorted(
            Comparator.<Evidence>comparingInt(each -> purposeRank(each))
                .thenComparingInt(each -> worthRank(each.standing())))
        .toList();
  }

  private static int purposeRank(Evidence evidence) {
    return evidence.purpose().map(Purpose::ordinal).orElse(Purpose.values().length);
  }

  private static int worthRank(Standing standing) {
    return List.of("verified", "claim", "unknown", "refused").indexOf(worth(standing));
  }

  /** What a piece of evidence is. */
  static String kind(Evidence evidence) {
    return evidence.purpose().map(SignatureWording::kind).orElse("artifact");
  }

  private static String kind(Purpose purpose) {
    return switch (purpose) {
      case IMAGE -> "image signature";
      case PROVENANCE -> "provenance";
      case VSA -> "verification summary";
      case SBOM -> "SBOM";
      case ATTESTATION -> "attestation";
    };
  }

  /** What a piece of evidence is worth, in one word. */
  static String worth(Standing standing) {
    if (standing instanceof Standing.Verified) {
      return "verified";
    }
    if (standing instanceof Standing.Refused) {
      return "refused";
    }
    return standing instanceof Standing.Claimed ? "claim" : "unknown";
  }

  /** Why a piece of evidence is worth that. */
  static String whyWorth(Standing standing) {
    if (standing instanceof Standing.Verified verified) {
      return "by " + by(verified);
    }
    if (standing instanceof Standing.Refused refused) {
      return reasons(refused.refusals());
    }
    if (standing instanceof Standing.Claimed claimed) {
      return "nobody has signed it"
          + claimed
              .vouchedBy()
              .map(name -> "; " + Text.excerpt(name) + " signed the index that holds it")
              .orElse("");
    }
    return ((Standing.Unknown) standing).reason();
  }

  /** By which ways a piece of evidence was reached. */
  static String routes(Evidence evidence) {
    return String.join(
        ", ",
        evidence.place().routes().stream()
            .sorted()
            .map(Route::label)
            .map(label -> label.equals("index") ? "the index" : "the " + label)
            .toList());
  }

  /** Who is believed, and about what. */
  static String believed(TrustedSigner signer) {
    String who =
        signer instanceof TrustedKey key
            ? "key " + key.fingerprint()
            : identity((TrustedIdentity) signer);
    List<String> purposes =
        signer.scope().purposes().stream().sorted().map(Purpose::label).toList();
    List<String> repositories =
        signer.scope().repositories().stream().map(RepositoryGlob::toString).toList();
    return who
        + ", about "
        + String.join(" ", purposes)
        + (repositories.equals(List.of("**")) ? "" : " of " + String.join(" ", repositories));
  }

  private static String identity(TrustedIdentity identity) {
    return Text.excerpt(identity.identity().toString())
        + " by "
        + Text.excerpt(identity.issuer().toString());
  }
}
