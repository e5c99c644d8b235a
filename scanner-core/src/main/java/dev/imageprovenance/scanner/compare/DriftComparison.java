package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.oci.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Tells how a container's file system differs from its image's; stateless. */
public final class DriftComparison {
  private DriftComparison() {}

  /**
   * The drift.
   *
   * @param image the file tree that the engine made the container of
   * @param ignore globs of absolute paths
   */
  public static ContainerDrift compare(
      FileTree image, ContainerFiles container, Collection<String> ignore) {
    EngineFiles engineFiles = new EngineFiles(container.mounts());
    List<Glob> globs = ignore.stream().map(Glob::of).toList();
    List<FileDifference> differences = new ArrayList<>();
    List<FileDifference> ignored = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (FileDifference difference :
        TreeComparison.compareExport(container.tree(), image, container.exportedAttributes())) {
      if (engineFiles.wrote(difference)) {
        written.add(difference.path());
      } else if (globs.stream().anyMatch(glob -> glob.matches("/" + difference.path()))) {
        ignored.add(difference);
      } else {
        differences.add(difference);
      }
    }
    return new ContainerDrift(
        differences,
        written,
        ignored,
        unrecorded(differences, container),
        container.whiteoutNames(),
        container.mounts());
  }

  /** Engines list a directory that was added or deleted, not always what is in it. */
  private static List<String> unrecorded(
      List<FileDifference> differences, ContainerFiles container) {
    List<String> unrecorded = new ArrayList<>();
    for (FileDifference difference : differences) {
      String path = EnginePaths.told(difference.path());
      if (!container.recordedChanges().contains(path)
          && !isWithin(path, container.recordedTrees())) {
        unrecorded.add(difference.path());
      }
    }
    return unrecorded;
  }

  private static boolean isWithin(String path, Set<String> trees) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (trees.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }
}
