package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.workload.ContainerSecurity;
import dev.imageprovenance.scanner.workload.ContainerSecurity.HostNamespace;
import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.RootAccess;
import dev.imageprovenance.scanner.workload.RootAccess.Answer;
import dev.imageprovenance.scanner.workload.RootAccess.UsableFile;
import dev.imageprovenance.scanner.workload.RootAccess.UsableFile.Effect;
import java.io.IOException;
import java.util.List;

/** Writes who runs an image, and what that can become, as JSON; not thread-safe. */
final class JsonPodUseSection {
  private final JsonGenerator json;
  private final Severity failOn;
  private final PodImage.Use use;

  JsonPodUseSection(JsonGenerator json, Severity failOn, PodImage.Use use) {
    this.json = json;
    this.failOn = failOn;
    this.use = use;
  }

  void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", JsonFields.label(use.access().verdict(failOn)));
    JsonFields.unlessEmpty(json, "namespace", use.namespace());
    json.writeObjectFieldStart("workload");
    json.writeStringField("kind", use.workload().kind());
    json.writeStringField("name", use.workload().name());
    JsonFields.optional(json, "claimedDeployment", use.workload().deployment());
    json.writeEndObject();
    json.writeStringField("role", label(use.role()));
    json.writeStringField("container", use.container());
    json.writeStringField("state", label(use.state()));
    JsonFields.optional(json, "stateReason", use.stateReason());
    JsonFields.strings(json, "pods", use.pods());
    writeSecurity(use.security());
    writeAccess(use.access());
    json.writeEndObject();
  }

  private void writeSecurity(ContainerSecurity security) throws IOException {
    json.writeObjectFieldStart("security");
    JsonFields.optionalNumber(json, "runAsUser", security.runAsUser());
    JsonFields.optionalNumber(json, "runAsGroup", security.runAsGroup());
    json.writeBooleanField("runAsNonRoot", security.runAsNonRoot());
    json.writeBooleanField("allowPrivilegeEscalation", security.allowPrivilegeEscalation());
    json.writeBooleanField("privileged", security.privileged());
    json.writeBooleanField("readOnlyRootFilesystem", security.readOnlyRootFilesystem());
    JsonFields.strings(json, "addedCapabilities", security.addedCapabilities());
    JsonFields.strings(json, "droppedCapabilities", security.droppedCapabilities());
    writeNumbers("supplementalGroups", security.supplementalGroups());
    json.writeBooleanField("ignoresImageGroups", security.ignoresImageGroups());
    json.writeArrayFieldStart("hostNamespaces");
    for (HostNamespace namespace : HostNamespace.values()) {
      if (security.host().namespaces().contains(namespace)) {
        json.writeString(label(namespace));
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeAccess(RootAccess access) throws IOException {
    json.writeObjectFieldStart("access");
    writeUser(access.user());
    json.writeStringField("answer", label(access.answer()));
    json.writeStringField("severity", JsonFields.label(access.severity()));
    if (access.unknownUpTo().isPresent()) {
      json.writeStringField("unknownUpTo", JsonFields.label(access.unknownUpTo().get()));
    }
    json.writeArrayFieldStart("reasons");
    for (RootAccess.Reason reason : access.reasons()) {
      json.writeStartObject();
      json.writeStringField("code", reason.code().name());
      json.writeStringField("text", reason.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("fileCount", access.fileCount());
    json.writeArrayFieldStart("files");
    for (UsableFile file : access.files()) {
      json.writeStartObject();
      json.writeStringField("path", file.path());
      json.writeStringField("effect", label(file.effect()));
      json.writeStringField("mode", Wording.octal(file.mode()));
      json.writeNumberField("uid", file.uid());
      json.writeNumberField("gid", file.gid());
      JsonFields.strings(json, "capabilities", file.capabilities());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeUser(RootAccess.User user) throws IOException {
    json.writeObjectFieldStart("user");
    json.writeStringField("origin", user.origin().label());
    json.writeStringField("configured", user.configured());
    if (user.userClass().isPresent()) {
      json.writeStringField("class", user.userClass().get().name());
    }
    JsonFields.optionalNumber(json, "uid", user.uid());
    JsonFields.optional(json, "name", user.name());
    writeNumbers("groups", user.groups());
    json.writeEndObject();
  }

  private void writeNumbers(String name, List<Long> numbers) throws IOException {
    json.writeArrayFieldStart(name);
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static String label(Role role) {
    return switch (role) {
      case CONTAINER -> "container";
      case INIT -> "init";
      case EPHEMERAL -> "ephemeral";
    };
  }

  private static String label(State state) {
    return switch (state) {
      case WAITING -> "waiting";
      case RUNNING -> "running";
      case TERMINATED -> "terminated";
      case UNKNOWN -> "unknown";
    };
  }

  private static String label(HostNamespace namespace) {
    return switch (namespace) {
      case USER -> "user";
      case PID -> "pid";
      case NETWORK -> "network";
      case IPC -> "ipc";
    };
  }

  private static String label(Answer answer) {
    return switch (answer) {
      case IS_ROOT -> "is-root";
      case CAN_BECOME_ROOT -> "can-become-root";
      case CANNOT_BECOME_ROOT -> "cannot-become-root";
      case DOES_NOT_START -> "does-not-start";
      case UNKNOWN -> "unknown";
    };
  }

  private static String label(Effect effect) {
    return switch (effect) {
      case SETUID_ROOT -> "setuid-root";
      case ROOT_CAPABILITIES -> "root-capabilities";
      case CAPABILITIES -> "capabilities";
      case SETUID_OTHER -> "setuid";
      case SETGID -> "setgid";
      case FAILS -> "fails";
    };
  }
}
