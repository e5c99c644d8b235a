package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.discovery.ArtifactTypes;
import dev.imageprovenance.scanner.signature.discovery.FoundArtifact;
import dev.imageprovenance.scanner.signature.envelope.DsseEnvelope;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.envelope.SigstoreBundle;
import dev.imageprovenance.scanner.signature.envelope.SigstoreBundleParser;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells which kinds of signatures and attestations an artifact holds, reading its blobs only where
 * its manifest does not say it; not thread-safe.
 */
final class EvidenceKinds {
  /** On the manifest of a bundle, or on a layer: cosign's spelling, and BuildKit's. */
  private static final List<String> PREDICATE_TYPES =
      List.of("predicateType", "in-toto.io/predicate-type", "dev.sigstore.bundle.predicateType");

  private final Blobs blobs;
  private final Limits limits;
  private final int most;

  /** Reads {@code blobs}, and no more than so many of one artifact. */
  EvidenceKinds(Blobs blobs, Limits limits, int most) {
    this.blobs = blobs;
    this.limits = limits;
    this.most = most;
  }

  /**
   * What an artifact holds.
   *
   * @param kinds one for each signature or statement
   * @param unknowns why there may be more
   */
  record Found(List<EvidenceKind> kinds, List<String> unknowns) {
    private static Found only(Purpose purpose, Form form) {
      return new Found(List.of(new EvidenceKind(purpose, form, Optional.empty())), List.of());
    }
  }

  Found of(FoundArtifact artifact) {
    if (ArtifactTypes.isForeignSignature(artifact.artifactType())) {
      return Found.only(Purpose.IMAGE, Form.OTHER);
    }
    if (artifact.manifest() instanceof Fact.Known<ImageManifest> known) {
      return ofLayers(artifact, known.value());
    }
    return ArtifactTypes.isSbom(artifact.artifactType())
        ? Found.only(Purpose.SBOM, Form.SBOM)
        : new Found(List.of(), artifact.manifest().whyUnknown().stream().toList());
  }

  private Found ofLayers(FoundArtifact artifact, ImageManifest manifest) {
    List<EvidenceKind> kinds = new ArrayList<>();
    List<String> unknowns = new ArrayList<>();
    for (Descriptor layer :
        manifest.layers().subList(0, Math.min(most, manifest.layers().size()))) {
      try {
        kinds.add(ofLayer(artifact, manifest, layer));
      } catch (ScanException e) {
        if (e.kind() == ProblemKind.CANCELLED) {
          throw e;
        }
        unknowns.add(String.valueOf(e.getMessage()));
      }
    }
    if (manifest.layers().size() > most) {
      unknowns.add("the artifact " + manifest.digest() + " holds more signatures than " + most);
    }
    return new Found(kinds, unknowns);
  }

  private EvidenceKind ofLayer(FoundArtifact artifact, ImageManifest manifest, Descriptor layer) {
    Form form = EvidenceReader.form(artifact, layer.mediaType());
    return switch (form) {
      case SIMPLE_SIGNING -> new EvidenceKind(Purpose.IMAGE, form, Optional.empty());
      case SBOM -> new EvidenceKind(Purpose.SBOM, form, Optional.empty());
      case OTHER -> new EvidenceKind(Purpose.ATTESTATION, form, Optional.empty());
      default ->
          hint(manifest.annotations(), layer.annotations())
              .or(() -> predicateType(form, blobs.read(layer)))
              .map(type -> statement(form, type))
              .orElse(new EvidenceKind(Purpose.IMAGE, form, Optional.empty()));
    };
  }

  private static EvidenceKind statement(Form form, String type) {
    return new EvidenceKind(EvidenceJudge.purpose(type), form, Optional.of(type));
  }

  private static Optional<String> hint(Map<String, String> manifest, Map<String, String> layer) {
    return Stream.of(layer, manifest)
        .flatMap(notes -> PREDICATE_TYPES.stream().map(name -> notes.getOrDefault(name, "")))
        .filter(type -> !type.isEmpty())
        .findFirst();
  }

  /** Empty for a signature that is over the image's manifest itself. */
  private Optional<String> predicateType(Form form, RawDocument raw) {
    if (form == Form.STATEMENT) {
      return Optional.of(typeOf(raw));
    }
    if (form == Form.DSSE) {
      return Optional.of(typeOf(DsseEnvelope.parse(raw, limits).payload()));
    }
    return SigstoreBundleParser.parse(raw, limits).content()
            instanceof SigstoreBundle.Content.Enveloped enveloped
        ? Optional.of(typeOf(enveloped.envelope().payload()))
        : Optional.empty();
  }

  /** Whatever else the statement says may be wrong: that is for whoever verifies it. */
  private String typeOf(RawDocument statement) {
    return JsonFields.parse(statement, "statement", limits, Set.of()).requiredText("predicateType");
  }
}
