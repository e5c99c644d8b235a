package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.EngineRecord;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.OtherDigest;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes one comparison as JSON; not thread-safe. */
final class JsonComparisonSection {
  private final JsonGenerator json;
  private final Comparison comparison;
  private final JsonDifferences differences;

  JsonComparisonSection(JsonGenerator json, Comparison comparison) {
    this.json = json;
    this.comparison = comparison;
    this.differences = new JsonDifferences(json);
  }

  void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("required", label(comparison.required()));
    json.writeStringField("failOn", JsonFields.label(comparison.failOn()));
    writeRung(comparison.rung());
    json.writeStringField("assurance", label(comparison.assurance()));
    json.writeBooleanField("integrityBroken", comparison.isIntegrityBroken());
    json.writeStringField("why", comparison.why());
    writeSide("deployed", comparison.deployed());
    writeSide("registry", comparison.registry());
    if (comparison.provenance().isPresent()) {
      writeProvenance(comparison.provenance().get());
    }
    writePlatforms();
    differences.packaging(comparison.packaging());
    json.writeArrayFieldStart("images");
    for (ImageComparison image : comparison.images()) {
      writeImage(image);
    }
    json.writeEndArray();
    new JsonSignatureDifferences(json).write(comparison.signatures());
    if (comparison.drift().isPresent()) {
      differences.drift(comparison.drift().get());
    }
    json.writeEndObject();
  }

  private void writeRung(Fact<Rung> rung) throws IOException {
    if (rung instanceof Fact.Known<Rung> known) {
      json.writeStringField("rung", label(known.value()));
    } else {
      unknown(json, rung);
    }
  }

  /** Why something is not known, beside or instead of what would be. */
  static void unknown(JsonGenerator json, Fact<?> fact) throws IOException {
    json.writeObjectFieldStart("unknown");
    json.writeStringField("reason", fact.whyUnknown().orElse(""));
    json.writeEndObject();
  }

  private void writeSide(String name, Comparison.Side side) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("address", side.address());
    json.writeStringField("kind", JsonFields.label(side.kind()));
    json.writeStringField("servedBy", side.servedBy());
    JsonFields.optional(json, "container", side.container());
    writeDigests(side.identity());
    json.writeEndObject();
  }

  private void writeDigests(ImageIdentity identity) throws IOException {
    json.writeArrayFieldStart("digests");
    for (KnownDigest known : identity.digests()) {
      json.writeStartObject();
      json.writeStringField("digest", known.digest().toString());
      if (!KnownDigests.isKindUnknown(comparison, known)) {
        json.writeStringField("kind", JsonFields.label(known.kind()));
      }
      json.writeStringField("origin", JsonFields.label(known.origin()));
      JsonFields.optional(json, "repository", known.repository());
      json.writeEndObject();
    }
    json.writeEndArray();
    JsonFields.optional(json, "created", identity.created());
  }

  private void writeProvenance(Provenance provenance) throws IOException {
    json.writeObjectFieldStart("provenance");
    json.writeStringField("repository", provenance.repository());
    if (provenance.recorded().isPresent()) {
      writeNamed("recorded", provenance.recorded().get(), DigestOrigin.ENGINE);
    }
    writePresence(provenance.presence());
    if (provenance.tag().isPresent()) {
      writeTag(provenance.tag().get());
    }
    if (!provenance.otherDigests().isEmpty()) {
      writeOtherDigests(provenance.otherDigests());
    }
    json.writeArrayFieldStart("otherRepositories");
    for (EngineRecord.RepoDigest other : provenance.otherRepositories()) {
      json.writeStartObject();
      json.writeStringField("repository", other.repository());
      json.writeStringField("digest", other.digest().toString());
      json.writeStringField("origin", JsonFields.label(DigestOrigin.ENGINE));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeOtherDigests(List<OtherDigest> others) throws IOException {
    json.writeArrayFieldStart("otherDigests");
    for (OtherDigest other : others) {
      json.writeStartObject();
      json.writeStringField("digest", other.digest().toString());
      json.writeStringField("origin", JsonFields.label(DigestOrigin.ENGINE));
      writePresence(other.presence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writePresence(Fact<Presence> presence) throws IOException {
    json.writeObjectFieldStart("presence");
    if (presence instanceof Fact.Known<Presence> known) {
      json.writeStringField("state", label(known.value()));
    } else {
      unknown(json, presence);
    }
    json.writeEndObject();
  }

  private void writeTag(Fact<TagState> fact) throws IOException {
    json.writeObjectFieldStart("tag");
    if (fact instanceof Fact.Known<TagState> known) {
      TagState tag = known.value();
      json.writeStringField("name", tag.tag());
      json.writeStringField("movement", label(tag.movement()));
      if (tag.pointsAt().isPresent()) {
        writeNamed("pointsAt", tag.pointsAt().get(), DigestOrigin.REGISTRY);
      }
      json.writeStringField("age", label(tag.age()));
    } else {
      unknown(json, fact);
    }
    json.writeEndObject();
  }

  /** With its kind and origin where a side knows them. */
  private void writeNamed(String name, Digest digest, DigestOrigin otherwise) throws IOException {
    Optional<KnownDigest> known = KnownDigests.find(comparison, digest);
    json.writeObjectFieldStart(name);
    json.writeStringField("digest", digest.toString());
    if (known.isPresent() && !KnownDigests.isKindUnknown(comparison, known.get())) {
      json.writeStringField("kind", JsonFields.label(known.get().kind()));
    }
    json.writeStringField(
        "origin", JsonFields.label(known.map(KnownDigest::origin).orElse(otherwise)));
    json.writeEndObject();
  }

  private void writePlatforms() throws IOException {
    json.writeArrayFieldStart("platforms");
    for (PlatformDifference lone : comparison.platforms()) {
      json.writeStartObject();
      JsonFields.platform(json, "platform", lone.platform());
      json.writeStringField("change", label(lone.kind()));
      JsonFields.digest(
          json, "manifest", lone.digest(), DigestKind.MANIFEST, DigestOrigin.DESCRIPTOR);
      json.writeEndObject();
    }
    json.writeEndArray();
    List<String> repair = RepairCommand.of(comparison);
    if (!repair.isEmpty()) {
      json.writeStringField("repair", String.join(" ", repair));
    }
  }

  private void writeImage(ImageComparison image) throws IOException {
    json.writeStartObject();
    JsonFields.platform(json, "platform", image.platform());
    writeRung(image.rung());
    json.writeStringField("assurance", label(image.assurance()));
    json.writeBooleanField("integrityBroken", image.isIntegrityBroken());
    json.writeStringField("why", image.why());
    writeIdentity("deployed", image.deployed(), image.deployedVerifications());
    writeIdentity("registry", image.registry(), image.registryVerifications());
    differences.packaging(image.packaging());
    differences.config(image.config());
    if (image.layers().isPresent()) {
      json.writeObjectFieldStart("layers");
      json.writeNumberField("shared", image.layers().get().shared());
      json.writeNumberField("sharedRead", image.layers().get().sharedRead());
      json.writeEndObject();
    }
    if (image.files().isPresent()) {
      differences.files(image.files().get());
    }
    json.writeEndObject();
  }

  private void writeIdentity(
      String name, ImageIdentity identity, List<DigestVerification> verifications)
      throws IOException {
    json.writeObjectFieldStart(name);
    writeDigests(identity);
    json.writeArrayFieldStart("verifications");
    for (DigestVerification verification : verifications) {
      JsonFields.verification(json, verification);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String label(Rung rung) {
    return switch (rung) {
      case IDENTICAL -> "identical";
      case SAME_IMAGE -> "same-image";
      case SAME_RUNTIME -> "same-runtime";
      case SAME_CONTENT -> "same-content";
      case DIFFERENT -> "different";
    };
  }

  private static String label(Assurance assurance) {
    return switch (assurance) {
      case PROVED -> "proved";
      case ASSERTED_BY_ENGINE -> "asserted-by-engine";
    };
  }

  private static String label(Presence presence) {
    return switch (presence) {
      case PRESENT -> "present";
      case GONE -> "gone";
      case ABSENT -> "absent";
    };
  }

  private static String label(Provenance.Movement movement) {
    return switch (movement) {
      case UNMOVED -> "unmoved";
      case MOVED -> "moved";
      case GONE -> "gone";
    };
  }

  private static String label(Provenance.Age age) {
    return switch (age) {
      case NEWER -> "newer";
      case OLDER -> "older";
      case SAME -> "same";
      case UNKNOWN -> "unknown";
    };
  }

  private static String label(PlatformDifference.Kind kind) {
    return switch (kind) {
      case PRUNED -> "pruned";
      case EXTRA -> "extra";
    };
  }
}
