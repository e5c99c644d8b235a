package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Evidence.DigestEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import java.io.IOException;
import java.util.List;

/** Writes evidence as JSON objects told apart by their "type"; stateless. */
final class JsonEvidence {
  private JsonEvidence() {}

  static void write(JsonGenerator json, List<Evidence> evidence) throws IOException {
    json.writeArrayFieldStart("evidence");
    for (Evidence each : evidence) {
      json.writeStartObject();
      writeFields(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeFields(JsonGenerator json, Evidence evidence) throws IOException {
    if (evidence instanceof FileEvidence file) {
      writeFile(json, file);
    } else if (evidence instanceof CapabilityEvidence capabilities) {
      writeCapabilities(json, capabilities);
    } else if (evidence instanceof UserEvidence user) {
      writeUser(json, user);
    } else if (evidence instanceof AccountEvidence account) {
      writeAccount(json, account);
    } else if (evidence instanceof DigestEvidence digest) {
      writeComparison(json, digest);
    } else if (evidence instanceof ClauseEvidence clause) {
      writeClause(json, clause);
    } else if (evidence instanceof OriginEvidence origin) {
      json.writeStringField("type", "origin");
      json.writeStringField("origin", origin.origin().label());
      json.writeStringField("base", origin.base());
      json.writeStringField("severityBefore", JsonFields.label(origin.severity()));
      json.writeStringField("why", origin.why());
    } else if (evidence instanceof NamedValue named) {
      json.writeStringField("type", "value");
      json.writeStringField("name", named.name());
      json.writeStringField("value", named.value());
    } else {
      throw new IllegalStateException("no JSON for " + evidence.getClass());
    }
  }

  private static void writeFile(JsonGenerator json, FileEvidence file) throws IOException {
    json.writeStringField("type", "file");
    json.writeStringField("path", file.path());
    json.writeStringField("fileType", file.type());
    json.writeStringField("mode", Wording.octal(file.mode()));
    json.writeNumberField("uid", file.uid());
    JsonFields.optional(json, "owner", file.owner());
    json.writeNumberField("gid", file.gid());
    JsonFields.optional(json, "group", file.group());
    json.writeNumberField("size", file.size());
    JsonFields.optional(json, "contentDigest", file.contentDigest());
    JsonFields.strings(json, "otherPaths", file.otherPaths());
    json.writeBooleanField("hidden", file.hidden());
  }

  private static void writeCapabilities(JsonGenerator json, CapabilityEvidence capabilities)
      throws IOException {
    json.writeStringField("type", "capabilities");
    json.writeNumberField("revision", capabilities.revision());
    json.writeBooleanField("effective", capabilities.effective());
    JsonFields.strings(json, "permitted", capabilities.permitted());
    JsonFields.strings(json, "inheritable", capabilities.inheritable());
    JsonFields.optionalNumber(json, "rootId", capabilities.rootId());
  }

  private static void writeUser(JsonGenerator json, UserEvidence user) throws IOException {
    json.writeStringField("type", "user");
    json.writeStringField("configured", user.configured());
    json.writeStringField("userClass", user.userClass());
    JsonFields.optionalNumber(json, "uid", user.uid());
    JsonFields.optionalNumber(json, "gid", user.gid());
    json.writeArrayFieldStart("supplementaryGroups");
    for (long group : user.supplementaryGroups()) {
      json.writeNumber(group);
    }
    json.writeEndArray();
  }

  private static void writeAccount(JsonGenerator json, AccountEvidence account) throws IOException {
    json.writeStringField("type", "account");
    json.writeStringField("file", account.file());
    json.writeNumberField("line", account.line());
    json.writeStringField("name", account.name());
    JsonFields.optionalNumber(json, "id", account.id());
  }

  private static void writeClause(JsonGenerator json, ClauseEvidence clause) throws IOException {
    json.writeStringField("type", "clause");
    json.writeStringField("clause", clause.clause());
    if (clause.location().isPresent()) {
      JsonFields.clauseLocation(json, clause.location().get());
    }
  }

  private static void writeComparison(JsonGenerator json, DigestEvidence digest)
      throws IOException {
    json.writeStringField("type", "comparison");
    json.writeStringField("kind", digest.kind());
    json.writeStringField("expected", digest.expected());
    json.writeStringField("expectedFrom", digest.expectedFrom());
    JsonFields.optional(json, "actual", digest.actual());
  }
}
