package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.envelope.SignedContent;
import dev.imageprovenance.scanner.signature.envelope.SignedPayload;
import dev.imageprovenance.scanner.signature.envelope.SimpleSigning;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.statement.Statement;
import dev.imageprovenance.scanner.signature.statement.StatementParser;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges one signature or statement: who made it, what it says, whether that signer may say it, and
 * of this image; not thread-safe. Signatures are verified over the raw bytes before these are
 * parsed.
 */
final class EvidenceJudge {
  private final SignedImage image;
  private final SignerFinder signers;
  private final SignerRules rules;
  private final Limits limits;

  EvidenceJudge(SignedImage image, SignerFinder signers, SignerRules rules, Limits limits) {
    this.image = image;
    this.signers = signers;
    this.rules = rules;
    this.limits = limits;
  }

  /**
   * The judgement.
   *
   * @param purpose what it is good for; empty when it could not be read
   * @param statement what it says, when it is a statement
   */
  record Judged(Standing standing, Optional<Purpose> purpose, Optional<Statement> statement) {}

  /**
   * What a payload says; exactly one of the two, or neither when the manifest itself was signed.
   */
  record Said(Purpose purpose, Optional<SimpleSigning> simple, Optional<Statement> statement) {
    /** True if it is about the content of that digest. */
    boolean isAbout(Digest digest) {
      return simple.map(payload -> payload.manifestDigest().equals(digest)).orElse(false)
          || statement.map(s -> s.isAbout(digest)).orElse(false);
    }
  }

  /** Judges a statement that nobody has signed. */
  Judged judgeUnsigned(RawDocument raw) {
    Statement statement = StatementParser.parse(raw, limits);
    Said said = new Said(purpose(statement), Optional.empty(), Optional.of(statement));
    Optional<Binding> binding = binding(said, Optional.empty());
    Standing standing =
        binding.isPresent()
            ? new Standing.Claimed(binding, Optional.empty())
            : Standing.Refused.because(wrongSubject(said, Optional.empty(), Optional.empty()));
    return new Judged(standing, Optional.of(said.purpose()), Optional.of(statement));
  }

  /** Judges a signature. */
  Judged judge(SignedContent content) {
    SignerFinder.Found found = signers.whoMade(content);
    Said said;
    try {
      said = parse(content.payload());
    } catch (ScanException e) {
      // Of a payload that no trusted signer made, only that is told: anybody can write anything.
      Standing standing = found.signers().isEmpty() ? found.whyNobody() : EvidenceReader.failed(e);
      return new Judged(standing, purposeUnread(content.payload()), Optional.empty());
    }
    Standing standing =
        found.signers().isEmpty() ? found.whyNobody() : standing(found, content, said);
    return new Judged(standing, Optional.of(said.purpose()), said.statement());
  }

  private static Optional<Purpose> purposeUnread(SignedPayload payload) {
    return payload instanceof SignedPayload.DssePayload ? Optional.empty() : imagePurpose();
  }

  private static Optional<Purpose> imagePurpose() {
    return Optional.of(Purpose.IMAGE);
  }

  private Said parse(SignedPayload payload) {
    if (payload instanceof SignedPayload.SimpleSigningJson json) {
      return new Said(
          Purpose.IMAGE, Optional.of(SimpleSigning.parse(json.raw(), limits)), Optional.empty());
    }
    if (payload instanceof SignedPayload.DssePayload dsse) {
      if (!dsse.type().equals(StatementParser.PAYLOAD_TYPE)) {
        throw new ScanException(
            ProblemKind.UNSUPPORTED,
            "Payloads of the type \"" + Text.excerpt(dsse.type()) + "\" are not understood");
      }
      Statement statement = StatementParser.parse(dsse.raw(), limits);
      return new Said(purpose(statement), Optional.empty(), Optional.of(statement));
    }
    return new Said(Purpose.IMAGE, Optional.empty(), Optional.empty());
  }

  private static Purpose purpose(Statement statement) {
    return purpose(statement.predicateType());
  }

  /** What statements of that type are good for. */
  static Purpose purpose(String type) {
    if (type.equals(PredicateTypes.COSIGN_SIGN)) {
      return Purpose.IMAGE;
    }
    if (PredicateTypes.isProvenance(type)) {
      return Purpose.PROVENANCE;
    }
    if (type.equals(PredicateTypes.VSA)) {
      return Purpose.VSA;
    }
    return PredicateTypes.isSbom(type) ? Purpose.SBOM : Purpose.ATTESTATION;
  }

  private Standing standing(SignerFinder.Found found, SignedContent content, Said said) {
    // Bytes that fit beside a digest that does not: two readers would see two things.
    Optional<Digest> signedBytesOf =
        content.payload() instanceof SignedPayload.ManifestBytes bytes
            ? Optional.of(bytes.claimed().orElse(bytes.manifest()))
            : Optional.empty();
    Optional<Binding> binding = binding(said, signedBytesOf);
    List<VerifiedSigner> good = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>(found.refusals());
    Optional<String> signedAs = Optional.empty();
    for (VerifiedSigner signer : found.signers()) {
      if (binding.isEmpty()) {
        refusals.add(wrongSubject(said, signedBytesOf, Optional.of(signer.signer().name())));
        continue;
      }
      SignerRules.Ruling ruling = rules.mayHeSay(signer.signer(), said, image);
      if (ruling instanceof SignerRules.Ruling.No no) {
        refusals.add(no.refusal());
      } else if (ruling instanceof SignerRules.Ruling.Unclear unclear) {
        return new Standing.Unknown(unclear.reason());
      } else {
        signedAs = ((SignerRules.Ruling.Yes) ruling).signedAs();
        good.add(signer);
      }
    }
    if (good.isEmpty()) {
      return new Standing.Refused(refusals);
    }
    return new Standing.Verified(good, binding.orElseThrow().as(signedAs), refusals);
  }

  /** The image's own digest before an index'. */
  private Optional<Binding> binding(Said said, Optional<Digest> signedBytesOf) {
    return image.subjects().stream()
        .map(subject -> subject.digest())
        .filter(digest -> said.isAbout(digest) || signedBytesOf.filter(digest::equals).isPresent())
        .findFirst()
        .flatMap(image::binding);
  }

  private Refusal wrongSubject(Said said, Optional<Digest> signedBytesOf, Optional<String> signer) {
    String about =
        said.simple()
            .map(payload -> payload.manifestDigest().toString())
            .or(() -> said.statement().map(EvidenceJudge::subjects))
            .or(() -> signedBytesOf.map(Digest::toString))
            .orElse("something else");
    return new Refusal(
        RefusalReason.WRONG_SUBJECT,
        signer,
        "it is about " + about + ", and this image is " + image.manifest().digest());
  }

  private static String subjects(Statement statement) {
    String first = statement.subjects().get(0).digestsInWords();
    int more = statement.subjects().size() - 1;
    return Text.excerpt(first) + (more > 0 ? " and " + more + " more" : "");
  }
}
