package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.workload.PodList;
import java.util.Optional;

/**
 * Which pods to compare with their registries, and what must hold; immutable.
 *
 * @param list the pods
 * @param required the weakest rung that passes
 * @param failOn the least severity of what a container is or can become that fails
 * @param platform the nodes' platform, for images of several platforms; this machine's when empty
 */
public record PodsRequest(
    PodList list, Rung required, Severity failOn, Optional<Platform> platform) {
  /** Compares these pods; the same image is required, and nothing of severity HIGH. */
  public static PodsRequest of(PodList list) {
    return new PodsRequest(list, Rung.SAME_IMAGE, Severity.HIGH, Optional.empty());
  }

  /** The same request with another rung that passes. */
  public PodsRequest required(Rung rung) {
    return new PodsRequest(list, rung, failOn, platform);
  }

  /** The same request with another severity that fails. */
  public PodsRequest failOn(Severity severity) {
    return new PodsRequest(list, required, severity, platform);
  }

  /** The same request for nodes of that platform. */
  public PodsRequest platform(Platform ofNodes) {
    return new PodsRequest(list, required, failOn, Optional.of(ofNodes));
  }
}
