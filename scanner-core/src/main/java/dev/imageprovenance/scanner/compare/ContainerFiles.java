package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.layer.FileTree;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A container's own file system as it is now; immutable.
 *
 * @param tree what the engine exported
 * @param whiteoutNames files whose names begin with {@code .wh.}: a layer hides files by them, a
 *     container just has them. Relative paths with that name
 * @param recordedChanges relative paths that the engine lists as not being as in the image
 * @param recordedTrees those of them that were added or deleted, with all that is in them
 * @param mounts what is mounted over it; no export holds that
 * @param exportedAttributes the names of extended attributes, capabilities aside, that the engine
 *     would have exported
 */
public record ContainerFiles(
    FileTree tree,
    List<String> whiteoutNames,
    Set<String> recordedChanges,
    Set<String> recordedTrees,
    List<ContainerDrift.Mount> mounts,
    Predicate<String> exportedAttributes) {
  /** Copies the collections. */
  public ContainerFiles {
    whiteoutNames = List.copyOf(whiteoutNames);
    recordedChanges = Set.copyOf(recordedChanges);
    recordedTrees = Set.copyOf(recordedTrees);
    mounts = List.copyOf(mounts);
  }
}
