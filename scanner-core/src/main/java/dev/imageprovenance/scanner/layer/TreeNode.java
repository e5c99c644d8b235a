package dev.imageprovenance.scanner.layer;

import java.util.List;
import java.util.Optional;

/**
 * A path of the effective file system with the inode behind it; immutable once its tree is built.
 */
public interface TreeNode {
  /** Relative to the root, as in {@link LayerEntry#path}; the root is the empty path. */
  String path();

  /**
   * The entry that made the inode's type and content: never a hard link or a whiteout. Its path is
   * that of the entry, which links may have led elsewhere. A directory that no entry describes has
   * one here as engines make it, owned by root with mode 0755.
   */
  LayerEntry.Inode inode();

  /** The attributes in force, which a hard link's header may have replaced. */
  Attributes attributes();

  /** Position of the layer that last touched the inode (made it, replaced it or linked it). */
  int layerIndex();

  /** All paths of the same inode, sorted; only this one when there are no hard links. */
  List<String> links();

  /** The content of a regular file. */
  default Optional<ContentHash> content() {
    return inode() instanceof LayerEntry.RegularFile file
        ? Optional.of(file.content())
        : Optional.empty();
  }

  /** True for a regular file with a setuid or setgid bit or with capabilities. */
  default boolean isPrivilegedFile() {
    Attributes attributes = attributes();
    boolean raisesRights =
        attributes.isSetuid() || attributes.isSetgid() || attributes.capabilities().isPresent();
    return raisesRights && inode() instanceof LayerEntry.RegularFile;
  }
}
