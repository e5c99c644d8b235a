package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Writes the small values that recur in a JSON report, absent ones not at all; stateless. */
final class JsonFields {
  private JsonFields() {}

  static void optional(JsonGenerator json, String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  static void unlessEmpty(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  static void optionalNumber(JsonGenerator json, String name, Optional<Long> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    }
  }

  /** Leaves a negative number out: the model writes "not known" so. */
  static void unlessNegative(JsonGenerator json, String name, long value) throws IOException {
    if (value >= 0) {
      json.writeNumberField(name, value);
    }
  }

  static void strings(JsonGenerator json, String name, Collection<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  static void sortedStrings(JsonGenerator json, String name, Collection<String> values)
      throws IOException {
    strings(json, name, new TreeSet<>(values));
  }

  static void digest(
      JsonGenerator json, String name, Digest digest, DigestKind kind, DigestOrigin origin)
      throws IOException {
    json.writeObjectFieldStart(name);
    digestFields(json, digest.toString(), kind, origin);
    json.writeEndObject();
  }

  static void digestFields(JsonGenerator json, String digest, DigestKind kind, DigestOrigin origin)
      throws IOException {
    json.writeStringField("digest", digest);
    json.writeStringField("kind", label(kind));
    json.writeStringField("origin", label(origin));
  }

  static void platform(JsonGenerator json, String name, Platform platform) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("os", platform.os());
    json.writeStringField("architecture", platform.architecture());
    optional(json, "variant", platform.variant());
    optional(json, "osVersion", platform.osVersion());
    if (!platform.osFeatures().isEmpty()) {
      strings(json, "osFeatures", platform.osFeatures());
    }
    json.writeEndObject();
  }

  static String label(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "PASS";
      case UNKNOWN -> "UNKNOWN";
      case FAIL -> "FAIL";
    };
  }

  static String label(Severity severity) {
    return switch (severity) {
      case INFO -> "info";
      case LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH -> "high";
      case CRITICAL -> "critical";
    };
  }

  static String label(DigestKind kind) {
    return switch (kind) {
      case INDEX -> "index";
      case MANIFEST -> "manifest";
      case CONFIG -> "config";
      case LAYER -> "layer";
      case DIFF_ID -> "diffID";
      case CHAIN_ID -> "chainID";
    };
  }

  static String label(DigestOrigin origin) {
    return switch (origin) {
      case REQUEST -> "request";
      case REGISTRY -> "registry";
      case DESCRIPTOR -> "descriptor";
      case CONFIG -> "config";
      case ARCHIVE -> "archive";
      case ENGINE -> "engine";
      case COMPUTED -> "computed";
    };
  }

  /** Where a clause of the policy stands. */
  static void clauseLocation(JsonGenerator json, ClauseLocation location) throws IOException {
    json.writeObjectFieldStart("location");
    json.writeStringField("file", location.file());
    json.writeNumberField("line", location.line());
    json.writeNumberField("column", location.column());
    json.writeEndObject();
  }

  static void tool(JsonGenerator json, RunReport.Tool tool) throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeStringField("name", tool.name());
    json.writeStringField("version", tool.version());
    json.writeEndObject();
  }

  static void problem(JsonGenerator json, ScanReport.Problem problem) throws IOException {
    json.writeObjectFieldStart("problem");
    json.writeStringField("kind", label(problem.kind()));
    json.writeStringField("message", problem.message());
    optional(json, "remedy", problem.remedy());
    json.writeEndObject();
  }

  static void verification(JsonGenerator json, DigestVerification verification) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", label(verification.status()));
    if (verification.layerIndex().isPresent()) {
      json.writeNumberField("layerIndex", verification.layerIndex().get());
    }
    if (verification.copy().isPresent()) {
      digest(json, "copy", verification.copy().get(), DigestKind.MANIFEST, DigestOrigin.DESCRIPTOR);
    }
    digest(
        json,
        "expected",
        verification.expected(),
        verification.kind(),
        verification.expectedFrom());
    if (verification.actual().isPresent()) {
      digest(
          json, "actual", verification.actual().get(), verification.kind(), DigestOrigin.COMPUTED);
      json.writeStringField("read", label(verification.when()));
    }
    unlessEmpty(json, "note", verification.note());
    json.writeEndObject();
  }

  static String label(SourceKind kind) {
    return switch (kind) {
      case REGISTRY -> "registry";
      case OCI_LAYOUT -> "oci-layout";
      case OCI_ARCHIVE -> "oci-archive";
      case DOCKER_ARCHIVE -> "docker-archive";
      case DOCKER_DAEMON -> "docker-daemon";
      case PODMAN -> "podman";
    };
  }

  private static String label(DigestVerification.Status status) {
    return switch (status) {
      case VERIFIED -> "verified";
      case MISMATCH -> "mismatch";
      case UNVERIFIABLE -> "unverifiable";
    };
  }

  private static String label(DigestVerification.When when) {
    return switch (when) {
      case NOW -> "now";
      case EARLIER -> "earlier";
    };
  }

  private static String label(ProblemKind kind) {
    return switch (kind) {
      case USAGE -> "usage";
      case CONFIGURATION -> "configuration";
      case NOT_FOUND -> "not-found";
      case UNAUTHORIZED -> "unauthorized";
      case UNREACHABLE -> "unreachable";
      case UNSUPPORTED -> "unsupported";
      case LIMIT -> "limit";
      case CANCELLED -> "cancelled";
      case INTERNAL -> "internal";
      case INTEGRITY -> "integrity";
      case MALFORMED -> "malformed";
    };
  }
}
