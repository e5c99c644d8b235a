package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.workload.ContainerSecurity.HostSharing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One securityContext on its way from the JSON, of a pod or of a container; not thread-safe. */
final class SecuritySettings {
  private Optional<Long> runAsUser = Optional.empty();
  private Optional<Long> runAsGroup = Optional.empty();
  private Optional<Boolean> runAsNonRoot = Optional.empty();
  private Optional<Boolean> allowPrivilegeEscalation = Optional.empty();
  private Optional<Boolean> privileged = Optional.empty();
  private Optional<Boolean> readOnlyRootFilesystem = Optional.empty();
  private Optional<String> supplementalGroupsPolicy = Optional.empty();
  private final List<String> added = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<Long> groups = new ArrayList<>();

  /** Reads the object that {@code json} is on. */
  void read(PodJson json) throws IOException {
    json.object(
        key -> {
          switch (key) {
            case "runAsUser" -> runAsUser = json.integer();
            case "runAsGroup" -> runAsGroup = json.integer();
            case "runAsNonRoot" -> runAsNonRoot = json.flag();
            case "allowPrivilegeEscalation" -> allowPrivilegeEscalation = json.flag();
            case "privileged" -> privileged = json.flag();
            case "readOnlyRootFilesystem" -> readOnlyRootFilesystem = json.flag();
            case "supplementalGroupsPolicy" -> supplementalGroupsPolicy = json.text();
            case "fsGroup" -> json.integer().ifPresent(groups::add);
            case "supplementalGroups" -> json.array(() -> json.integer().ifPresent(groups::add));
            case "capabilities" -> readCapabilities(json);
            default -> json.skip();
          }
        });
  }

  private void readCapabilities(PodJson json) throws IOException {
    json.object(
        key -> {
          switch (key) {
            case "add" -> json.array(() -> json.text().ifPresent(added::add));
            case "drop" -> json.array(() -> json.text().ifPresent(dropped::add));
            default -> json.skip();
          }
        });
  }

  /** These settings of a container put over those of its pod. */
  ContainerSecurity over(SecuritySettings pod, HostSharing host) {
    return new ContainerSecurity(
        runAsUser.or(() -> pod.runAsUser),
        runAsGroup.or(() -> pod.runAsGroup),
        runAsNonRoot.or(() -> pod.runAsNonRoot).orElse(false),
        allowPrivilegeEscalation.orElse(true),
        privileged.orElse(false),
        readOnlyRootFilesystem.orElse(false),
        added,
        dropped,
        pod.groups,
        pod.supplementalGroupsPolicy.filter("Strict"::equals).isPresent(),
        host);
  }
}
