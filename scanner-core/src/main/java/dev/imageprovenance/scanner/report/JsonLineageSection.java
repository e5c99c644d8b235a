package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.lineage.AssessedClaim;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.BaseLevel.Basis;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.io.IOException;
import java.util.Optional;

/** Writes one lineage as JSON; not thread-safe. */
final class JsonLineageSection {
  private final JsonGenerator json;
  private final Lineage lineage;

  JsonLineageSection(JsonGenerator json, Lineage lineage) {
    this.json = json;
    this.lineage = lineage;
  }

  void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", JsonFields.label(lineage.verdict()));
    json.writeNumberField("exitCode", lineage.exitCode());
    json.writeStringField("state", label(lineage.state()));
    json.writeStringField("why", lineage.why());
    JsonFields.optional(json, "remedy", lineage.remedy());
    JsonFields.platform(json, "platform", lineage.platform());
    writeResolution(lineage.resolution());
    digest("manifest", lineage.manifest(), DigestKind.MANIFEST);
    digest("config", Optional.of(lineage.config()), DigestKind.CONFIG);
    json.writeStringField("user", lineage.user());
    new JsonLineageLayers(json).write(lineage.layers());
    writeBases();
    writeClaims();
    writeCandidates();
    json.writeArrayFieldStart("verifications");
    for (DigestVerification verification : lineage.verifications()) {
      JsonFields.verification(json, verification);
    }
    json.writeEndArray();
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

  private void writeBases() throws IOException {
    json.writeArrayFieldStart("bases");
    for (BaseLevel base : lineage.bases()) {
      json.writeStartObject();
      json.writeNumberField("layers", base.depth());
      json.writeStringField("basis", label(base.basis()));
      json.writeBooleanField("asked", base.asked());
      JsonFields.digest(
          json,
          "chainID",
          base.chainId(),
          DigestKind.CHAIN_ID,
          base.basis() == Basis.PROVEN ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
      json.writeArrayFieldStart("images");
      for (BaseImage image : base.images()) {
        JsonBase.image(json, image);
      }
      json.writeEndArray();
      if (base.freshness().isPresent()) {
        JsonBase.tag(json, base.freshness().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeClaims() throws IOException {
    json.writeArrayFieldStart("claims");
    for (AssessedClaim claim : lineage.claims()) {
      json.writeStartObject();
      json.writeStringField("origin", claim.claim().origin().label());
      writeStatement(claim.claim().statement());
      json.writeStringField("assessment", claim.assessment().label());
      json.writeStringField("why", claim.why());
      if (claim.base().isPresent()) {
        json.writeNumberField("base", claim.base().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeStatement(Statement statement) throws IOException {
    if (statement instanceof Statement.Named named) {
      json.writeStringField("says", "image");
      json.writeStringField("text", named.text());
      JsonFields.optional(json, "reference", named.reference().map(Object::toString));
      JsonFields.optional(json, "digest", named.digest().map(Digest::toString));
    } else if (statement instanceof Statement.Boundary boundary) {
      json.writeStringField("says", "boundary");
      json.writeStringField("text", boundary.sign());
      json.writeNumberField("layers", boundary.layers());
      if (boundary.topDiffId().isPresent()) {
        JsonFields.digest(
            json, "top", boundary.topDiffId().get(), DigestKind.DIFF_ID, DigestOrigin.CONFIG);
      }
    } else if (statement instanceof Statement.Unusable unusable) {
      json.writeStringField("says", "unusable");
      json.writeStringField("text", unusable.text());
    } else {
      json.writeStringField("says", statement instanceof Statement.Scratch ? "scratch" : "nothing");
    }
  }

  private void writeCandidates() throws IOException {
    json.writeObjectFieldStart("candidates");
    json.writeNumberField("count", lineage.candidateCount());
    json.writeArrayFieldStart("shown");
    for (Candidate candidate : lineage.candidates()) {
      json.writeStartObject();
      json.writeStringField("name", candidate.name());
      json.writeStringField("role", candidate.role().label());
      json.writeArrayFieldStart("readings");
      for (CandidateReading reading : candidate.readings()) {
        writeReading(reading);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeReading(CandidateReading reading) throws IOException {
    json.writeStartObject();
    if (reading instanceof CandidateReading.Read read) {
      json.writeStringField("outcome", "read");
      digest("config", Optional.of(read.image().config()), DigestKind.CONFIG);
      json.writeNumberField("layers", read.image().diffIds().size());
    } else if (reading instanceof CandidateReading.OtherPlatform other) {
      json.writeStringField("outcome", "other-platform");
      json.writeStringField("reason", other.why());
    } else {
      json.writeStringField("outcome", "unknown");
      json.writeStringField("reason", ((CandidateReading.Unknown) reading).reason());
    }
    json.writeEndObject();
  }

  private void digest(String name, Optional<Digest> digest, DigestKind kind) throws IOException {
    if (digest.isPresent()) {
      JsonFields.digest(json, name, digest.get(), kind, DigestOrigin.COMPUTED);
    }
  }

  static String label(LineageState state) {
    return switch (state) {
      case PROVEN -> "proven";
      case DECLARED -> "declared";
      case SCRATCH -> "scratch";
      case NONE -> "none";
      case FLATTENED -> "flattened";
      case UNPROVEN -> "unproven";
      case UNKNOWN -> "unknown";
      case CONTRADICTED -> "contradicted";
      case OTHER_BASE -> "other-base";
      case BROKEN -> "broken";
    };
  }

  static String label(Basis basis) {
    return switch (basis) {
      case PROVEN -> "proven";
      case DECLARED -> "declared";
    };
  }

  static String label(Freshness.Movement movement) {
    return switch (movement) {
      case CURRENT -> "current";
      case MOVED -> "moved";
      case GONE -> "gone";
    };
  }

  static String label(Freshness.Rebuild.Kind kind) {
    return switch (kind) {
      case NOTHING -> "nothing";
      case LAYERS -> "layers";
      case SETTINGS -> "settings";
    };
  }
}
