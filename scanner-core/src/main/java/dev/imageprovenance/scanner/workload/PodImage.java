package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import java.util.List;
import java.util.Optional;

/**
 * One image that pods run under one reference, with all of them; immutable.
 *
 * @param specImage the reference as the pods' specs name it
 * @param imageId what the kubelet recorded
 * @param standing where the image stands with the registry
 * @param uses by whom it is run, those that matter most first
 */
public record PodImage(String specImage, ImageId imageId, Standing standing, List<Use> uses) {
  /** Copies the list. */
  public PodImage {
    uses = List.copyOf(uses);
  }

  /**
   * Containers of one workload that are told alike; immutable.
   *
   * @param namespace of the pods
   * @param workload that the pods belong to
   * @param role of the container
   * @param container its name
   * @param state what it does
   * @param stateReason why, by the kubelet
   * @param security what its process is allowed
   * @param access who it is and can become
   * @param pods names of the pods, in the list's order
   */
  public record Use(
      String namespace,
      Workload workload,
      Role role,
      String container,
      State state,
      Optional<String> stateReason,
      ContainerSecurity security,
      RootAccess access,
      List<String> pods) {
    /** Copies the list. */
    public Use {
      pods = List.copyOf(pods);
    }
  }

  /** The worse of what the image is and what its processes can become. */
  public Verdict verdict(Rung required, Severity failOn) {
    return uses.stream()
        .map(use -> use.access().verdict(failOn))
        .reduce(standing.verdict(required), Verdict::and);
  }
}
