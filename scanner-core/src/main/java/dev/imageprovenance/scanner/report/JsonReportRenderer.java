package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.policy.CapabilityAllowance;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicySource;
import dev.imageprovenance.scanner.policy.SetuidAllowance;
import dev.imageprovenance.scanner.policy.UnusedClauses;
import dev.imageprovenance.scanner.report.ScanReport.ChildStatus;
import dev.imageprovenance.scanner.report.ScanReport.IndexChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes a report as one JSON document whose shape is published in {@value #SCHEMA_RESOURCE};
 * immutable and thread-safe.
 *
 * <p>Every name is spelled out here and in {@link JsonImageSection}, so that no renaming in the
 * model changes what others read. Characters outside printable ASCII are escaped: the document is
 * safe to show on a terminal, and file names that are not UTF-8 keep each odd byte NN as the escape
 * {@code \}{@code udcNN}.
 */
public final class JsonReportRenderer implements ReportRenderer<RunReport> {
  /** The version of the document's shape. */
  public static final String SCHEMA_VERSION = "1.1";

  /** The schema's name beside this class. */
  private static final String SCHEMA_RESOURCE = "scan-report.schema.json";

  private final JsonDocument documents = new JsonDocument();

  /**
   * The JSON Schema (draft 2020-12) of the document.
   *
   * @throws UncheckedIOException if this program's own resources cannot be read
   */
  public static String schema() {
    return JsonDocument.schema(SCHEMA_RESOURCE);
  }

  @Override
  public void render(RunReport run, Writer out) throws IOException {
    documents.write(out, json -> writeRun(json, run));
  }

  private static void writeRun(JsonGenerator json, RunReport run) throws IOException {
    json.writeStartObject();
    json.writeStringField("schemaVersion", SCHEMA_VERSION);
    JsonFields.tool(json, run.tool());
    json.writeStringField("startedAt", run.startedAt().toString());
    writePolicy(json, run);
    json.writeStringField("verdict", JsonFields.label(run.verdict()));
    json.writeNumberField("exitCode", run.exitCode());
    writeTotals(json, run.totals());
    json.writeArrayFieldStart("scans");
    for (ScanReport scan : run.scans()) {
      writeScan(json, scan);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writePolicy(JsonGenerator json, RunReport run) throws IOException {
    json.writeObjectFieldStart("policy");
    writeSources(json, run.policy());
    ImagePolicy policy = run.policy().general();
    json.writeStringField("failOn", JsonFields.label(policy.failOn()));
    List<String> unknown = new ArrayList<>();
    for (CheckId check : policy.allowUnknown()) {
      unknown.add(check.value());
    }
    JsonFields.sortedStrings(json, "allowUnknown", unknown);
    writeAllowances(json, policy);
    json.writeArrayFieldStart("unused");
    for (UnusedClauses.Unused unused : run.unusedClauses()) {
      json.writeStartObject();
      json.writeStringField("clause", unused.origin().clause());
      if (unused.origin().location().isPresent()) {
        JsonFields.clauseLocation(json, unused.origin().location().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Those that accept a path whatever else the file is; the policy's sources have all. */
  private static void writeAllowances(JsonGenerator json, ImagePolicy policy) throws IOException {
    List<String> paths = new ArrayList<>();
    for (SetuidAllowance each : policy.setuid()) {
      if (each.mode().isEmpty() && each.owner().isEmpty() && each.sha256().isEmpty()) {
        paths.add(each.path().toString());
      }
    }
    JsonFields.sortedStrings(json, "allowedSetuidPaths", paths);
    Map<String, Set<String>> capabilities = new TreeMap<>();
    for (CapabilityAllowance each : policy.capabilities()) {
      if (each.sha256().isEmpty()) {
        capabilities
            .computeIfAbsent(each.path().toString(), unused -> new TreeSet<>())
            .addAll(each.capabilities());
      }
    }
    json.writeArrayFieldStart("allowedCapabilities");
    for (Map.Entry<String, Set<String>> allowed : capabilities.entrySet()) {
      for (String capability : allowed.getValue()) {
        json.writeStartObject();
        json.writeStringField("path", allowed.getKey());
        json.writeStringField("capability", capability);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void writeSources(JsonGenerator json, Policy policy) throws IOException {
    if (policy.digest().isPresent()) {
      json.writeStringField("digest", policy.digest().get().toString());
    }
    json.writeArrayFieldStart("sources");
    for (PolicySource source : policy.sources()) {
      json.writeStartObject();
      json.writeStringField("name", source.name());
      json.writeStringField("digest", source.digest().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeTotals(JsonGenerator json, RunTotals totals) throws IOException {
    json.writeObjectFieldStart("totals");
    json.writeObjectFieldStart("images");
    for (Verdict verdict : Verdict.values()) {
      json.writeNumberField(JsonFields.label(verdict), totals.images(verdict));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("findings");
    for (Severity severity : Severity.values()) {
      json.writeNumberField(JsonFields.label(severity), totals.findings(severity));
    }
    json.writeEndObject();
    json.writeNumberField("unknownChecks", totals.unknownChecks());
    json.writeNumberField("allowedFindings", totals.excusedFindings(Excuse.Kind.ALLOWED));
    json.writeNumberField("waivedFindings", totals.excusedFindings(Excuse.Kind.WAIVED));
    json.writeNumberField("baselineFindings", totals.excusedFindings(Excuse.Kind.BASELINE));
    json.writeEndObject();
  }

  private static void writeScan(JsonGenerator json, ScanReport scan) throws IOException {
    json.writeStartObject();
    json.writeStringField("requested", scan.requested());
    json.writeStringField("startedAt", scan.startedAt().toString());
    json.writeStringField("verdict", JsonFields.label(scan.verdict()));
    json.writeNumberField("exitCode", scan.exitCode());
    if (scan.problem().isPresent()) {
      JsonFields.problem(json, scan.problem().get());
    }
    if (!scan.children().isEmpty()) {
      writeChildren(json, scan.children());
    }
    json.writeArrayFieldStart("images");
    for (ImageReport image : scan.images()) {
      new JsonImageSection(json, image).write();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeChildren(JsonGenerator json, List<IndexChild> children)
      throws IOException {
    json.writeArrayFieldStart("children");
    for (IndexChild child : children) {
      json.writeStartObject();
      JsonFields.digestFields(
          json, child.digest().toString(), DigestKind.MANIFEST, DigestOrigin.DESCRIPTOR);
      if (child.platform().isPresent()) {
        JsonFields.platform(json, "platform", child.platform().get());
      }
      json.writeStringField("status", label(child.status()));
      JsonFields.unlessEmpty(json, "note", child.note());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String label(ChildStatus status) {
    return switch (status) {
      case SCANNED -> "scanned";
      case NOT_SELECTED -> "not-selected";
      case ATTESTATION -> "attestation";
      case ARTIFACT -> "artifact";
    };
  }
}
