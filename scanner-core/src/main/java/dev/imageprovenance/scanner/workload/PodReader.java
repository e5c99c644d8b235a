package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.workload.ContainerSecurity.HostNamespace;
import dev.imageprovenance.scanner.workload.ContainerSecurity.HostSharing;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pod on its way from the JSON, whatever the order of its members; not thread-safe. */
final class PodReader {
  private final PodJson json;
  private final SharedValues shared;
  private Optional<String> kind = Optional.empty();
  private String namespace = "";
  private String name = "";
  private Optional<Owner> owner = Optional.empty();
  private final SecuritySettings security = new SecuritySettings();
  private final Set<HostNamespace> hostNamespaces = EnumSet.of(HostNamespace.USER);
  private boolean windows;
  private final List<SpecContainer> containers = new ArrayList<>();
  private final Map<Role, Map<String, ContainerStatus>> statuses = new EnumMap<>(Role.class);
  private final Set<String> names = new HashSet<>();
  private Optional<String> repeated = Optional.empty();

  PodReader(PodJson json, SharedValues shared) {
    this.json = json;
    this.shared = shared;
    for (Role role : Role.values()) {
      statuses.put(role, new LinkedHashMap<>());
    }
  }

  private record Owner(String kind, String name, boolean controls) {}

  private record SpecContainer(Role role, String name, String image, SecuritySettings security) {}

  /** What the pod calls itself. */
  Optional<String> kind() {
    return kind;
  }

  /** Reads a member of a list's item, which may name its kind. */
  void memberOfItem(String key) throws IOException {
    if (key.equals("kind")) {
      kind = json.text();
    } else {
      member(key);
    }
  }

  /** Reads a member of a pod other than its kind. */
  void member(String key) throws IOException {
    switch (key) {
      case "metadata" -> json.object(this::metadata);
      case "spec" -> json.object(this::spec);
      case "status" -> json.object(this::status);
      default -> json.skip();
    }
  }

  private void metadata(String key) throws IOException {
    switch (key) {
      case "name" -> name = json.text().orElse("");
      case "namespace" -> namespace = json.text().orElse("");
      case "ownerReferences" -> json.array(this::ownerReference);
      default -> json.skip();
    }
  }

  private void ownerReference() throws IOException {
    String[] read = {"", ""};
    boolean[] controls = {false};
    json.object(
        key -> {
          switch (key) {
            case "kind" -> read[0] = json.text().orElse("");
            case "name" -> read[1] = json.text().orElse("");
            case "controller" -> controls[0] = json.flag().orElse(false);
            default -> json.skip();
          }
        });
    if (owner.isEmpty() || (controls[0] && !owner.get().controls())) {
      owner = Optional.of(new Owner(read[0], read[1], controls[0]));
    }
  }

  private void spec(String key) throws IOException {
    switch (key) {
      case "containers" -> json.array(() -> container(Role.CONTAINER));
      case "initContainers" -> json.array(() -> container(Role.INIT));
      case "ephemeralContainers" -> json.array(() -> container(Role.EPHEMERAL));
      case "securityContext" -> security.read(json);
      case "hostUsers" -> share(HostNamespace.USER, json.flag().orElse(true));
      case "hostPID" -> share(HostNamespace.PID, json.flag().orElse(false));
      case "hostNetwork" -> share(HostNamespace.NETWORK, json.flag().orElse(false));
      case "hostIPC" -> share(HostNamespace.IPC, json.flag().orElse(false));
      case "os" -> json.object(this::operatingSystem);
      default -> json.skip();
    }
  }

  private void share(HostNamespace namespace, boolean shared) {
    if (shared) {
      hostNamespaces.add(namespace);
    } else {
      hostNamespaces.remove(namespace);
    }
  }

  private void operatingSystem(String key) throws IOException {
    if (key.equals("name")) {
      windows = json.text().filter("windows"::equals).isPresent();
    } else {
      json.skip();
    }
  }

  private void container(Role role) throws IOException {
    String[] read = {"", ""};
    SecuritySettings settings = new SecuritySettings();
    json.object(
        key -> {
          switch (key) {
            case "name" -> read[0] = json.text().orElse("");
            case "image" -> read[1] = json.text().orElse("");
            case "securityContext" -> settings.read(json);
            default -> json.skip();
          }
        });
    if (!names.add(read[0])) {
      repeated = Optional.of(read[0]);
    }
    json.keepObject();
    containers.add(new SpecContainer(role, read[0], read[1], settings));
  }

  private void status(String key) throws IOException {
    switch (key) {
      case "containerStatuses" -> json.array(() -> containerStatus(Role.CONTAINER));
      case "initContainerStatuses" -> json.array(() -> containerStatus(Role.INIT));
      case "ephemeralContainerStatuses" -> json.array(() -> containerStatus(Role.EPHEMERAL));
      default -> json.skip();
    }
  }

  private void containerStatus(Role role) throws IOException {
    StatusReader reader = new StatusReader(json);
    json.keepObject();
    json.object(reader::member);
    ContainerStatus status = shared.one(reader.status());
    if (statuses.getOrDefault(role, Map.of()).containsKey(reader.name())) {
      repeated = Optional.of(reader.name());
    }
    statuses.computeIfAbsent(role, same -> new LinkedHashMap<>()).put(reader.name(), status);
  }

  /**
   * The pod.
   *
   * @param where names it in messages, safe to show
   */
  Pod pod(String where) {
    if (repeated.isPresent()) {
      throw PodJson.malformed(
          where + " names the container \"" + Text.excerpt(repeated.get()) + "\" twice");
    }
    HostSharing host = new HostSharing(hostNamespaces, windows);
    List<PodContainer> joined = new ArrayList<>();
    for (SpecContainer container : containers) {
      Optional<ContainerStatus> status =
          Optional.ofNullable(
              statuses.getOrDefault(container.role(), Map.of()).remove(container.name()));
      joined.add(
          new PodContainer(
              container.role(),
              container.name(),
              container.image(),
              status,
              shared.one(container.security().over(security, host))));
    }
    addWithoutSpec(joined, host);
    return new Pod(namespace, name, shared.one(workload()), joined);
  }

  /** What runs is told even when the spec knows nothing of it. */
  private void addWithoutSpec(List<PodContainer> joined, HostSharing host) {
    statuses.forEach(
        (role, left) ->
            left.forEach(
                (container, status) ->
                    joined.add(
                        new PodContainer(
                            role,
                            container,
                            "",
                            Optional.of(status),
                            new SecuritySettings().over(security, host)))));
  }

  private Workload workload() {
    return owner
        .filter(found -> !found.kind().equals("Node"))
        .map(found -> Workload.of(found.kind(), found.name()))
        .orElseGet(() -> Workload.ofPod(name));
  }
}
