package dev.imageprovenance.scanner.workload;

import java.util.List;

/**
 * A pod with what its containers were told and what became of them; immutable. All of it is the API
 * server's word.
 *
 * @param namespace empty when the list does not say
 * @param name its name
 * @param workload what it belongs to
 * @param containers ordinary ones, then init and ephemeral ones, each in the order of the spec
 */
public record Pod(String namespace, String name, Workload workload, List<PodContainer> containers) {
  /** Copies the list. */
  public Pod {
    containers = List.copyOf(containers);
  }
}
