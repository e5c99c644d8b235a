package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.finding.Severity;
import java.util.List;

/**
 * How a container's file system differs from the image it was made of; immutable.
 *
 * @param differences paths that the container added, changed or deleted, the worst first
 * @param writtenByEngine paths that differ because every engine writes them in every container,
 *     recognised by exact path and content
 * @param ignored paths that the request asked to ignore
 * @param unrecorded paths that differ although the engine does not list them among its changes: the
 *     image's own files were changed below the engine
 * @param whiteoutNames files whose names begin with {@code .wh.}, relative paths: a layer hides
 *     files by such names, and nothing honest makes them in a container. Each fails
 * @param notLookedInto mounted volumes and tmpfs, whose content no export holds
 */
public record ContainerDrift(
    List<FileDifference> differences,
    List<String> writtenByEngine,
    List<FileDifference> ignored,
    List<String> unrecorded,
    List<String> whiteoutNames,
    List<Mount> notLookedInto) {
  /** Copies the lists. */
  public ContainerDrift {
    differences = List.copyOf(differences);
    writtenByEngine = List.copyOf(writtenByEngine);
    ignored = List.copyOf(ignored);
    unrecorded = List.copyOf(unrecorded);
    whiteoutNames = List.copyOf(whiteoutNames);
    notLookedInto = List.copyOf(notLookedInto);
  }

  /**
   * Something mounted over the container's own file system.
   *
   * @param path where, absolute
   * @param type volume, bind or tmpfs, in the engine's word
   * @param source what is mounted there, in the engine's words
   */
  public record Mount(String path, String type, String source) {}

  /** True when something differs as severely as {@code threshold} or worse. */
  public boolean fails(Severity threshold) {
    return !whiteoutNames.isEmpty()
        || differences.stream().anyMatch(found -> found.severity().isAtLeast(threshold));
  }
}
