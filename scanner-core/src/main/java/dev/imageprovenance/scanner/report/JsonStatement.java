package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.signature.statement.Resource;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.Statement;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Writes what a statement says as JSON; not thread-safe. */
final class JsonStatement {
  private final JsonGenerator json;

  JsonStatement(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the member {@code statement}. */
  void write(Statement statement) throws IOException {
    json.writeObjectFieldStart("statement");
    json.writeStringField("predicateType", statement.predicateType());
    resources("subjects", statement.subjects());
    if (statement.predicate() instanceof SlsaProvenance provenance) {
      json.writeObjectFieldStart("provenance");
      write(provenance);
      json.writeEndObject();
    } else if (statement.predicate() instanceof VerificationSummary summary) {
      json.writeObjectFieldStart("summary");
      write(summary);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void write(SlsaProvenance says) throws IOException {
    json.writeStringField("version", says.version().label());
    json.writeStringField("builder", says.builderId());
    json.writeStringField("buildType", says.buildType());
    json.writeArrayFieldStart("sources");
    for (SlsaProvenance.Source source : says.sources()) {
      json.writeStartObject();
      json.writeStringField("uri", source.uri());
      JsonFields.unlessEmpty(json, "revision", source.revision());
      json.writeStringField("field", source.field());
      json.writeEndObject();
    }
    json.writeEndArray();
    resources("materials", says.materials());
    JsonFields.optional(json, "invocationId", says.invocationId());
    JsonFields.optional(json, "startedOn", says.startedOn());
    JsonFields.optional(json, "finishedOn", says.finishedOn());
  }

  private void write(VerificationSummary says) throws IOException {
    json.writeStringField("verifier", says.verifierId());
    json.writeBooleanField("passed", says.passed());
    JsonFields.optional(json, "timeVerified", says.timeVerified().map(Object::toString));
    json.writeStringField("resourceUri", says.resourceUri());
    json.writeObjectFieldStart("policy");
    fields(says.policy());
    json.writeEndObject();
    resources("inputAttestations", says.inputAttestations());
    JsonFields.strings(json, "levels", says.levels());
    JsonFields.optional(json, "slsaVersion", says.slsaVersion());
  }

  private void resources(String name, Collection<Resource> resources) throws IOException {
    json.writeArrayFieldStart(name);
    for (Resource resource : resources) {
      json.writeStartObject();
      fields(resource);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void fields(Resource resource) throws IOException {
    JsonFields.unlessEmpty(json, "name", resource.name());
    JsonFields.unlessEmpty(json, "uri", resource.uri());
    json.writeObjectFieldStart("digests");
    for (Map.Entry<String, String> digest : new TreeMap<>(resource.digests()).entrySet()) {
      json.writeStringField(digest.getKey(), digest.getValue());
    }
    json.writeEndObject();
  }
}
