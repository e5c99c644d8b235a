package dev.imageprovenance.scanner.workload;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a container's process is allowed: the pod's securityContext with the container's own put
 * over it, as the kubelet does; immutable.
 *
 * @param runAsUser the uid to start with
 * @param runAsGroup the primary group to start with
 * @param runAsNonRoot whether the kubelet refuses to start it as root; absent is false
 * @param allowPrivilegeEscalation false sets no_new_privs; absent is true
 * @param privileged whether it has every capability and every device
 * @param readOnlyRootFilesystem whether it cannot write to its image's files
 * @param addedCapabilities as written
 * @param droppedCapabilities as written
 * @param supplementalGroups further groups, fsGroup among them
 * @param ignoresImageGroups whether the image's group file plays no part (supplementalGroupsPolicy
 *     Strict)
 * @param host what the pod shares with its node
 */
public record ContainerSecurity(
    Optional<Long> runAsUser,
    Optional<Long> runAsGroup,
    boolean runAsNonRoot,
    boolean allowPrivilegeEscalation,
    boolean privileged,
    boolean readOnlyRootFilesystem,
    List<String> addedCapabilities,
    List<String> droppedCapabilities,
    List<Long> supplementalGroups,
    boolean ignoresImageGroups,
    HostSharing host) {
  /** Copies the lists. */
  public ContainerSecurity {
    addedCapabilities = List.copyOf(addedCapabilities);
    droppedCapabilities = List.copyOf(droppedCapabilities);
    supplementalGroups = List.copyOf(supplementalGroups);
  }

  /**
   * What a pod shares with its node.
   *
   * @param namespaces any of USER, PID, NETWORK and IPC; USER unless hostUsers is false
   * @param windows whether the pod is one for Windows, where all of this means something else
   */
  public record HostSharing(Set<HostNamespace> namespaces, boolean windows) {
    /** Copies the set. */
    public HostSharing {
      namespaces = Set.copyOf(namespaces);
    }

    /** True when root in the container is root on the node. */
    public boolean users() {
      return namespaces.contains(HostNamespace.USER);
    }
  }

  /** A namespace of a node. */
  public enum HostNamespace {
    USER("users"),
    PID("process IDs"),
    NETWORK("network"),
    IPC("IPC");

    private final String label;

    HostNamespace(String label) {
      this.label = label;
    }

    /** The words used in text and JSON. */
    public String label() {
      return label;
    }
  }
}
