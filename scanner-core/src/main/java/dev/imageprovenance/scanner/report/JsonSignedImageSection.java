package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.PolicySource;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.RepositoryGlob;
import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.io.IOException;

/** Writes what is signed of one platform's image as JSON; not thread-safe. */
final class JsonSignedImageSection {
  private final JsonGenerator json;
  private final SignedImageReport image;

  JsonSignedImageSection(JsonGenerator json, SignedImageReport image) {
    this.json = json;
    this.image = image;
  }

  void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", JsonFields.label(image.verdict()));
    json.writeNumberField("exitCode", image.exitCode());
    json.writeStringField("why", SignatureWording.why(image));
    JsonFields.platform(json, "platform", image.platform());
    writeResolution(image.resolution());
    json.writeArrayFieldStart("policy");
    for (PolicySource source : image.policy().sources()) {
      json.writeStartObject();
      json.writeStringField("name", source.name());
      json.writeStringField("digest", source.digest().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeBelieved();
    json.writeArrayFieldStart("checks");
    JsonResults results = new JsonResults(json, image.policy(), location -> false);
    for (CheckResult result : image.results()) {
      results.write(result);
    }
    json.writeEndArray();
    json.writeFieldName("signatures");
    new JsonSignatures(json).write(image.signatures());
    json.writeEndObject();
  }

  private void writeResolution(Resolution resolution) throws IOException {
    json.writeObjectFieldStart("source");
    json.writeStringField("kind", JsonFields.label(resolution.source()));
    json.writeStringField("servedBy", resolution.servedBy());
    json.writeEndObject();
    json.writeArrayFieldStart("resolution");
    for (Resolution.Step step : resolution.steps()) {
      json.writeStartObject();
      json.writeStringField("from", step.from());
      JsonFields.digestFields(json, step.digest().toString(), step.kind(), step.origin());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeBelieved() throws IOException {
    json.writeObjectFieldStart("believed");
    json.writeArrayFieldStart("signers");
    for (TrustedSigner signer : image.believed().signers()) {
      write(signer);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("mappings");
    for (RepositoryMapping mapping : image.believed().mappings()) {
      json.writeStartObject();
      json.writeStringField("foundAt", mapping.foundAt());
      json.writeStringField("signedAs", mapping.signedAs());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(TrustedSigner signer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", signer.name());
    if (signer instanceof TrustedKey key) {
      json.writeStringField("key", key.fingerprint().toString());
    } else {
      TrustedIdentity identity = (TrustedIdentity) signer;
      json.writeStringField("identity", identity.identity().toString());
      json.writeStringField("issuer", identity.issuer().toString());
    }
    JsonFields.strings(
        json, "purposes", signer.scope().purposes().stream().sorted().map(Purpose::label).toList());
    JsonFields.strings(
        json,
        "repositories",
        signer.scope().repositories().stream().map(RepositoryGlob::toString).toList());
    JsonFields.sortedStrings(json, "ids", signer.scope().identities());
    json.writeEndObject();
  }
}
