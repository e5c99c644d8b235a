package dev.imageprovenance.scanner.workload;

import java.util.List;

/**
 * The pods of a list; immutable.
 *
 * @param name where the list was read from, for reports: a path, or {@code -}
 * @param pods in the list's order
 */
public record PodList(String name, List<Pod> pods) {
  /** Copies the list. */
  public PodList {
    pods = List.copyOf(pods);
  }

  /** How many containers all pods have together. */
  public int containers() {
    return pods.stream().mapToInt(pod -> pod.containers().size()).sum();
  }
}
