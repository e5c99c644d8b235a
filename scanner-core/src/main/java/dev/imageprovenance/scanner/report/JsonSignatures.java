package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.signature.Binding;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes what is known about the signatures of one image as JSON; not thread-safe. */
final class JsonSignatures {
  private final JsonGenerator json;

  JsonSignatures(JsonGenerator json) {
    this.json = json;
  }

  /** Writes one object, which is begun and ended here. */
  void write(Signatures signatures) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", SignatureWording.word(signatures.state()));
    JsonFields.optional(json, "name", signatures.name().map(Object::toString));
    JsonFields.digest(
        json, "manifest", signatures.manifest(), DigestKind.MANIFEST, DigestOrigin.COMPUTED);
    json.writeArrayFieldStart("indexes");
    for (Digest index : signatures.indexes()) {
      json.writeStartObject();
      JsonFields.digestFields(json, index.toString(), DigestKind.INDEX, DigestOrigin.COMPUTED);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("routes");
    for (RouteOutcome outcome : signatures.routes()) {
      write(outcome);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("evidence");
    for (Evidence evidence : signatures.evidence()) {
      write(evidence);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(RouteOutcome outcome) throws IOException {
    json.writeStartObject();
    json.writeStringField("route", label(outcome.route()));
    json.writeStringField("subject", outcome.subject().toString());
    json.writeStringField(
        "state",
        switch (outcome.state()) {
          case FOUND -> "found";
          case ABSENT -> "absent";
          case UNKNOWN -> "unknown";
        });
    json.writeStringField("detail", outcome.detail());
    json.writeEndObject();
  }

  private static String label(Route route) {
    return switch (route) {
      case COSIGN_SIGNATURE_TAG -> "cosign-sig-tag";
      case COSIGN_ATTESTATION_TAG -> "cosign-att-tag";
      case COSIGN_SBOM_TAG -> "cosign-sbom-tag";
      case REFERRERS_API -> "referrers-api";
      case REFERRERS_TAG -> "referrers-tag";
      case INDEX_CHILDREN -> "index";
    };
  }

  private void write(Evidence evidence) throws IOException {
    json.writeStartObject();
    JsonFields.optional(json, "purpose", evidence.purpose().map(Purpose::label));
    json.writeStringField(
        "form",
        switch (evidence.form()) {
          case SIMPLE_SIGNING -> "simple-signing";
          case DSSE -> "dsse";
          case BUNDLE -> "sigstore-bundle";
          case STATEMENT -> "unsigned-statement";
          case SBOM -> "unsigned-sbom";
          case OTHER -> "other";
        });
    writePlace(evidence.place());
    writeStanding(evidence.standing());
    if (evidence.statement().isPresent()) {
      new JsonStatement(json).write(evidence.statement().get());
    }
    json.writeEndObject();
  }

  private void writePlace(Evidence.Place place) throws IOException {
    json.writeObjectFieldStart("place");
    JsonFields.strings(
        json, "routes", place.routes().stream().sorted().map(JsonSignatures::label).toList());
    json.writeStringField("attachedTo", place.attachedTo().toString());
    json.writeStringField("artifact", place.artifact().toString());
    JsonFields.optional(json, "blob", place.blob().map(Digest::toString));
    json.writeEndObject();
  }

  private void writeStanding(Standing standing) throws IOException {
    json.writeStringField("worth", SignatureWording.worth(standing));
    if (standing instanceof Standing.Verified verified) {
      json.writeArrayFieldStart("signers");
      for (VerifiedSigner signer : verified.signers()) {
        write(signer);
      }
      json.writeEndArray();
      write(verified.binding());
      write(verified.refusals());
    } else if (standing instanceof Standing.Refused refused) {
      write(refused.refusals());
    } else if (standing instanceof Standing.Claimed claimed) {
      if (claimed.binding().isPresent()) {
        write(claimed.binding().get());
      }
      JsonFields.optional(json, "vouchedBy", claimed.vouchedBy());
    } else {
      json.writeObjectFieldStart("unknown");
      json.writeStringField("reason", ((Standing.Unknown) standing).reason());
      json.writeEndObject();
    }
  }

  private void write(VerifiedSigner signer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", signer.signer().name());
    if (signer.identity().isPresent()) {
      json.writeStringField("identity", signer.identity().get().subject());
      json.writeStringField("issuer", signer.identity().get().issuer());
    }
    JsonFields.optional(json, "signedAt", signer.signedAt().map(Object::toString));
    json.writeEndObject();
  }

  private void write(Binding binding) throws IOException {
    json.writeObjectFieldStart("binding");
    json.writeStringField("kind", binding.kind().label());
    json.writeStringField("digest", binding.digest().toString());
    JsonFields.optional(json, "signedAs", binding.signedAs());
    json.writeEndObject();
  }

  private void write(List<Refusal> refusals) throws IOException {
    json.writeArrayFieldStart("refusals");
    for (Refusal refusal : refusals) {
      json.writeStartObject();
      json.writeStringField("reason", refusal.reason().name());
      Optional<String> signer = refusal.signer();
      JsonFields.optional(json, "signer", signer);
      json.writeStringField("detail", refusal.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
