package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.StrictJson;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.discovery.ArtifactTypes;
import dev.imageprovenance.scanner.signature.discovery.FoundArtifact;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.envelope.CosignLayer;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.envelope.SignedContent;
import dev.imageprovenance.scanner.signature.envelope.SigstoreBundleParser;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes artifacts apart into evidence, each piece judged by itself; not thread-safe. */
final class EvidenceReader {
  private final SignedImage image;
  private final Blobs blobs;
  private final EvidenceJudge judge;
  private final Limits limits;
  private final SignatureLimits signatureLimits;

  EvidenceReader(
      SignedImage image,
      Blobs blobs,
      EvidenceJudge judge,
      Limits limits,
      SignatureLimits signatureLimits) {
    this.image = image;
    this.blobs = blobs;
    this.judge = judge;
    this.limits = limits;
    this.signatureLimits = signatureLimits;
  }

  /** What an artifact holds. */
  List<Evidence> read(FoundArtifact artifact) {
    if (ArtifactTypes.isForeignSignature(artifact.artifactType())) {
      return List.of(
          unread(
              artifact,
              Form.OTHER,
              Optional.of(Purpose.IMAGE),
              new Standing.Unknown(
                  "signatures of the type "
                      + Text.excerpt(artifact.artifactType())
                      + " cannot be judged by this version")));
    }
    if (artifact.manifest() instanceof Fact.Unknown<ImageManifest> unknown) {
      return List.of(unreadable(artifact, unknown.reason()));
    }
    return readLayers(artifact, artifact.manifest().asKnown().orElseThrow());
  }

  private Evidence unreadable(FoundArtifact artifact, String reason) {
    if (ArtifactTypes.isSbom(artifact.artifactType())) {
      return unread(artifact, Form.SBOM, Optional.of(Purpose.SBOM), claimed(artifact));
    }
    return unread(artifact, Form.OTHER, Optional.empty(), new Standing.Unknown(reason));
  }

  private Standing claimed(FoundArtifact artifact) {
    return new Standing.Claimed(image.binding(artifact.attachedTo()), Optional.empty());
  }

  private static Evidence unread(
      FoundArtifact artifact, Form form, Optional<Purpose> purpose, Standing standing) {
    return new Evidence(
        place(artifact, Optional.empty()), form, purpose, standing, Optional.empty());
  }

  private static Evidence.Place place(FoundArtifact artifact, Optional<Digest> blob) {
    return new Evidence.Place(artifact.routes(), artifact.attachedTo(), artifact.digest(), blob);
  }

  private List<Evidence> readLayers(FoundArtifact artifact, ImageManifest manifest) {
    List<Evidence> evidence = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      if (evidence.size() >= signatureLimits.signatures()) {
        evidence.add(
            unread(
                artifact,
                Form.OTHER,
                Optional.empty(),
                new Standing.Unknown(
                    "the artifact "
                        + artifact.digest()
                        + " holds more signatures than the limit signatures of "
                        + signatureLimits.signatures())));
        return evidence;
      }
      evidence.addAll(readLayer(artifact, layer));
    }
    return evidence;
  }

  private List<Evidence> readLayer(FoundArtifact artifact, Descriptor layer) {
    Form form = form(artifact, layer.mediaType());
    if (form == Form.SBOM) {
      return List.of(
          new Evidence(
              place(artifact, Optional.of(layer.digest())),
              form,
              Optional.of(Purpose.SBOM),
              claimed(artifact),
              Optional.empty()));
    }
    try {
      return judged(artifact, layer, form);
    } catch (ScanException e) {
      return List.of(
          new Evidence(
              place(artifact, Optional.of(layer.digest())),
              form,
              purposeOf(form),
              failed(e),
              Optional.empty()));
    }
  }

  /** Of what could not even be taken apart. */
  private static Optional<Purpose> purposeOf(Form form) {
    return switch (form) {
      case SIMPLE_SIGNING -> Optional.of(Purpose.IMAGE);
      case DSSE, STATEMENT -> Optional.of(Purpose.ATTESTATION);
      default -> Optional.empty();
    };
  }

  /** In which form a layer of an artifact holds something. */
  static Form form(FoundArtifact artifact, MediaType type) {
    if (type.value().equals(CosignLayer.SIMPLE_SIGNING_TYPE)) {
      return Form.SIMPLE_SIGNING;
    }
    if (type.value().equals(CosignLayer.DSSE_TYPE)) {
      return Form.DSSE;
    }
    if (type.equals(MediaType.IN_TOTO)) {
      return Form.STATEMENT;
    }
    if (SigstoreBundleParser.isBundle(type.value())) {
      return Form.BUNDLE;
    }
    boolean sbom =
        artifact.routes().contains(Route.COSIGN_SBOM_TAG) || ArtifactTypes.isSbom(type.value());
    return sbom ? Form.SBOM : Form.OTHER;
  }

  private List<Evidence> judged(FoundArtifact artifact, Descriptor layer, Form form) {
    Evidence.Place place = place(artifact, Optional.of(layer.digest()));
    if (form == Form.OTHER) {
      throw new ScanException(
          ProblemKind.UNSUPPORTED,
          "A layer of the type " + Text.excerpt(layer.mediaType().value()) + " is not understood");
    }
    RawDocument raw = blobs.read(layer);
    if (form == Form.STATEMENT) {
      return List.of(evidence(place, form, judge.judgeUnsigned(raw)));
    }
    List<Evidence> evidence = new ArrayList<>();
    List<SignedContent> contents = contents(form, raw, layer, artifact.attachedTo());
    // Each signature is verified over all of it.
    blobs.spend(raw.size() * (contents.size() - 1L));
    for (SignedContent content : contents) {
      evidence.add(evidence(place, form, judge.judge(content)));
    }
    return evidence;
  }

  private static Evidence evidence(Evidence.Place place, Form form, EvidenceJudge.Judged judged) {
    return new Evidence(place, form, judged.purpose(), judged.standing(), judged.statement());
  }

  private List<SignedContent> contents(
      Form form, RawDocument raw, Descriptor layer, Digest attachedTo) {
    if (form == Form.SIMPLE_SIGNING) {
      return List.of(CosignLayer.simpleSigning(raw, layer.annotations(), limits));
    }
    if (form == Form.DSSE) {
      return CosignLayer.dsse(raw, layer.annotations(), limits);
    }
    return SigstoreBundleParser.parse(raw, limits).contents(document(attachedTo).raw(), attachedTo);
  }

  private Manifest document(Digest digest) {
    return image.subjects().stream()
        .filter(subject -> subject.digest().equals(digest))
        .findFirst()
        .orElseThrow(IllegalStateException::new);
  }

  /** What a problem with the bytes or their form makes of a signature. */
  static Standing failed(ScanException problem) {
    String detail = withoutCapital(String.valueOf(problem.getMessage()));
    return switch (problem.kind()) {
      case CANCELLED, INTERNAL -> throw problem;
      case INTEGRITY -> refused(RefusalReason.TAMPERED_PAYLOAD, detail);
      case MALFORMED ->
          refused(
              StrictJson.isRepeatedKey(problem)
                  ? RefusalReason.DUPLICATE_KEYS
                  : RefusalReason.MALFORMED,
              detail);
      default -> new Standing.Unknown(detail);
    };
  }

  /** A problem's sentence goes on where another began. */
  private static String withoutCapital(String sentence) {
    return sentence.startsWith("The ") || sentence.startsWith("A ")
        ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
        : sentence;
  }

  private static Standing refused(RefusalReason reason, String detail) {
    return Standing.Refused.because(Refusal.of(reason, detail));
  }
}
