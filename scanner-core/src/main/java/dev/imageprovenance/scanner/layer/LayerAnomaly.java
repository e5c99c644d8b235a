package dev.imageprovenance.scanner.layer;

/**
 * Something in a layer's stream that an honest builder does not write or that engines treat
 * differently; immutable.
 *
 * @param kind what it is
 * @param path the entry, empty when it is about the stream
 * @param detail what was found, in words
 */
public record LayerAnomaly(Kind kind, String path, String detail) {
  /** What kinds there are. */
  public enum Kind {
    /** Non-zero bytes behind the end of the tar. */
    TRAILING_DATA,
    /**
     * Bytes behind the end of the compressed stream, ignored or refused depending on the engine.
     */
    TRAILING_COMPRESSED_DATA,
    /** The tar ends without its two zero blocks. */
    MISSING_END_OF_ARCHIVE,
    /** The same path twice. */
    DUPLICATE_ENTRY,
    /** A name that leaves the root or has a {@code ..} component. */
    ESCAPING_NAME,
    /** A whiteout behind its own file in the same layer, or an empty whiteout name. */
    MISPLACED_WHITEOUT,
    /** An entry below a symbolic link of the same layer. */
    PARENT_IS_SYMLINK,
    /** A hard link whose target is not in this layer. */
    HARD_LINK_TO_LOWER_LAYER,
    /** A character device 0:0, which overlay engines take for a whiteout. */
    OVERLAY_WHITEOUT_DEVICE,
    /** A {@code trusted.overlay.*} record, which some engines obey. */
    OVERLAY_ATTRIBUTE,
    /** A capability attribute that every engine refuses. */
    MALFORMED_CAPABILITY,
    /** An owner outside unsigned 32 bits that engines turn into root. */
    OWNER_WRAPS,
    /**
     * Records that readers take differently: repeated PAX keys, global headers, sizes that differ.
     */
    AMBIGUOUS_HEADER,
    /** AUFS bookkeeping ({@code .wh..wh.plnk} and the like), which only some engines skip. */
    AUFS_METADATA,
    /** An entry of a type that is not applied. */
    UNKNOWN_ENTRY_TYPE,
    /** The layer's table of contents and its tar differ about a path. */
    TOC_DISAGREES,
    /** A table of contents that cannot be read, or exceeds a limit. */
    TOC_UNREADABLE,
    /** The layer's footer names another table of contents than the layer holds. */
    TOC_MISPLACED,
    /** More than one table of contents. */
    SEVERAL_TOCS
  }
}
