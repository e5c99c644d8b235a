package dev.imageprovenance.scanner.workload;

import java.util.Optional;

/**
 * A container of a pod; immutable.
 *
 * @param role what it is for
 * @param name unique within its pod
 * @param specImage the reference that the pod's spec names, as written; empty when there is none
 * @param status what the kubelet says of it; empty when it says nothing yet
 * @param security what its process is allowed, by the pod's settings and its own
 */
public record PodContainer(
    Role role,
    String name,
    String specImage,
    Optional<ContainerStatus> status,
    ContainerSecurity security) {

  /** What a container of a pod is for. */
  public enum Role {
    CONTAINER("container"),
    INIT("init container"),
    EPHEMERAL("ephemeral container");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    /** The words used in text and JSON. */
    public String label() {
      return label;
    }
  }
}
