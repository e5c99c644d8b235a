package dev.imageprovenance.scanner.layer;

/**
 * Where stacked layers could give different file systems on different engines; immutable.
 *
 * @param kind what it is
 * @param layerIndex the layer that causes it
 * @param path the entry that causes it
 * @param detail what engines do with it, in words
 */
public record TreeAnomaly(Kind kind, int layerIndex, String path, String detail) {
  /** What kinds there are. */
  public enum Kind {
    /** An entry whose parent is a symbolic link in a lower layer. */
    PARENT_IS_LOWER_SYMLINK,
    /** A hard link to a file of a lower layer. */
    HARD_LINK_TO_LOWER_LAYER,
    /** A whiteout or an opaque marker beside new content of the same path. */
    WHITEOUT_AND_CONTENT,
    /** An opaque marker of the root directory, or of a grandparent behind its entries. */
    OPAQUE_ORDER,
    /** Two names in one directory that differ only in letter case or Unicode form. */
    CASE_FOLDING_NAMES,
    /** A hard link whose target does not exist. */
    DANGLING_HARD_LINK,
    /** A hard link's header that changes mode, owner or capabilities of the shared inode. */
    HARD_LINK_CHANGES_ATTRIBUTES,
    /** A character device 0:0 that hides a lower path on overlay engines. */
    OVERLAY_WHITEOUT_DEVICE
  }
}
