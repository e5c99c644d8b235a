package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.EngineRecord.RepoDigest;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.workload.ImageId;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import dev.imageprovenance.scanner.workload.Standing;
import java.io.IOException;
import java.util.Optional;

/** Writes one image of pods as JSON; not thread-safe. */
final class JsonPodImageSection {
  private final JsonGenerator json;
  private final PodsComparison comparison;
  private final PodImage image;

  JsonPodImageSection(JsonGenerator json, PodsComparison comparison, PodImage image) {
    this.json = json;
    this.comparison = comparison;
    this.image = image;
  }

  void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", JsonFields.label(comparison.verdict(image)));
    json.writeStringField("reference", image.specImage());
    writeImageId(image.imageId());
    writeStanding(image.standing());
    json.writeArrayFieldStart("uses");
    for (PodImage.Use use : image.uses()) {
      new JsonPodUseSection(json, comparison.failOn(), use).write();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeImageId(ImageId id) throws IOException {
    json.writeObjectFieldStart("imageID");
    json.writeStringField("text", id.text());
    if (id instanceof ImageId.Pulled pulled) {
      json.writeStringField("form", "pulled");
      json.writeStringField("repository", pulled.repository());
      json.writeStringField("digest", pulled.digest().toString());
    } else if (id instanceof ImageId.Local local) {
      json.writeStringField("form", "local");
      json.writeStringField("digest", local.digest().toString());
    } else if (id instanceof ImageId.Unreadable unreadable) {
      json.writeStringField("form", "unreadable");
      json.writeStringField("reason", unreadable.reason());
    } else {
      json.writeStringField("form", "missing");
    }
    json.writeEndObject();
  }

  private void writeStanding(Standing standing) throws IOException {
    json.writeObjectFieldStart("standing");
    json.writeStringField("verdict", JsonFields.label(standing.verdict(comparison.required())));
    writeRung(standing.rung());
    json.writeStringField("assurance", label(standing.assurance()));
    json.writeBooleanField("integrityBroken", standing.isIntegrityBroken());
    json.writeStringField("why", standing.why());
    if (standing.pin().isPresent()) {
      json.writeStringField("pin", label(standing.pin().get()));
    }
    writeDigests(standing);
    if (standing.provenance().isPresent()) {
      writeProvenance(standing.provenance().get());
    }
    if (standing.platform().isPresent()) {
      JsonFields.platform(json, "platform", standing.platform().get().platform());
      json.writeBooleanField("platformAssumed", standing.platform().get().isAssumed());
    }
    if (standing.comparison().isPresent()) {
      writeComparison(standing.comparison().get());
    }
    json.writeEndObject();
  }

  private void writeRung(Fact<Rung> rung) throws IOException {
    if (rung instanceof Fact.Known<Rung> known) {
      json.writeStringField("rung", known.value().label());
    } else {
      JsonComparisonSection.unknown(json, rung);
    }
  }

  private void writeDigests(Standing standing) throws IOException {
    json.writeArrayFieldStart("digests");
    for (KnownDigest known : standing.digests()) {
      json.writeStartObject();
      JsonFields.digestFields(json, known.digest().toString(), known.kind(), known.origin());
      JsonFields.optional(json, "repository", known.repository());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeProvenance(Provenance provenance) throws IOException {
    json.writeObjectFieldStart("provenance");
    json.writeStringField("repository", provenance.repository());
    json.writeObjectFieldStart("presence");
    if (provenance.presence() instanceof Fact.Known<Presence> known) {
      json.writeStringField("state", known.value().label());
    } else {
      JsonComparisonSection.unknown(json, provenance.presence());
    }
    json.writeEndObject();
    Optional<Fact<TagState>> tag = provenance.tag();
    if (tag.isPresent()) {
      writeTag(tag.get());
    }
    json.writeArrayFieldStart("otherRepositories");
    for (RepoDigest other : provenance.otherRepositories()) {
      json.writeStartObject();
      json.writeStringField("repository", other.repository());
      json.writeStringField("digest", other.digest().toString());
      json.writeStringField("origin", JsonFields.label(DigestOrigin.ENGINE));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeTag(Fact<TagState> fact) throws IOException {
    json.writeObjectFieldStart("tag");
    if (fact instanceof Fact.Known<TagState> known) {
      TagState tag = known.value();
      json.writeStringField("name", tag.tag());
      json.writeStringField("movement", tag.movement().label());
      if (tag.pointsAt().isPresent()) {
        json.writeObjectFieldStart("pointsAt");
        json.writeStringField("digest", tag.pointsAt().get().toString());
        json.writeStringField("origin", JsonFields.label(DigestOrigin.REGISTRY));
        json.writeEndObject();
      }
      json.writeStringField("age", label(tag.age()));
    } else {
      JsonComparisonSection.unknown(json, fact);
    }
    json.writeEndObject();
  }

  /** What was compared by bytes, in short; compare shows all of it. */
  private void writeComparison(ImageComparison compared) throws IOException {
    json.writeObjectFieldStart("comparison");
    writeRung(compared.rung());
    json.writeStringField("why", compared.why());
    json.writeNumberField("configDifferences", compared.config().size());
    if (compared.files().flatMap(Fact::asKnown).isPresent()) {
      json.writeNumberField(
          "fileDifferences", compared.files().flatMap(Fact::asKnown).get().size());
    }
    json.writeEndObject();
  }

  private static String label(Assurance assurance) {
    return switch (assurance) {
      case PROVED -> "proved";
      case ASSERTED_BY_ENGINE -> "asserted-by-engine";
    };
  }

  private static String label(Standing.Pin pin) {
    return switch (pin) {
      case SAME -> "same";
      case ONE_OF_INDEX -> "one-of-index";
      case IN_RECORDED_INDEX -> "in-recorded-index";
      case OTHER -> "other";
      case UNKNOWN -> "unknown";
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
}
