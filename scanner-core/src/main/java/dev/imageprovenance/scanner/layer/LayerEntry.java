package dev.imageprovenance.scanner.layer;

/**
 * One entry of a layer's tar (image-spec layer.md), in the order of the stream; all kinds are
 * immutable.
 *
 * <p>Paths are relative to the root, without {@code ./} in front or a slash at either end; the root
 * itself is the empty path. Bytes that are no UTF-8 are kept as lone surrogates U+DC80 to U+DCFF,
 * so that different names stay different.
 */
public sealed interface LayerEntry {
  /** Where in the file system. */
  String path();

  /** An entry that makes or replaces an inode. */
  sealed interface Inode extends LayerEntry {
    /** Owner, mode and the rest. */
    Attributes attributes();
  }

  /**
   * A regular file.
   *
   * @param size bytes of content, sparse files expanded
   * @param content sha256 of the content
   * @param program what the content announces itself to be
   */
  record RegularFile(
      String path, Attributes attributes, long size, ContentHash content, ProgramFormat program)
      implements Inode {
    /** A file that is no program. */
    public RegularFile(String path, Attributes attributes, long size, ContentHash content) {
      this(path, attributes, size, content, ProgramFormat.NONE);
    }
  }

  /** A directory. */
  record Directory(String path, Attributes attributes) implements Inode {}

  /**
   * A symbolic link.
   *
   * @param target as written
   */
  record SymbolicLink(String path, Attributes attributes, String target) implements Inode {}

  /**
   * A hard link; its header's attributes apply to the shared inode.
   *
   * @param target a path in the same form as {@link #path}
   */
  record HardLink(String path, Attributes attributes, String target) implements Inode {}

  /**
   * A device.
   *
   * @param block block or character
   */
  record Device(String path, Attributes attributes, boolean block, long major, long minor)
      implements Inode {}

  /** A named pipe. */
  record Fifo(String path, Attributes attributes) implements Inode {}

  /**
   * Hides a path of lower layers.
   *
   * @param path what is hidden, without {@code .wh.}
   */
  record Whiteout(String path) implements LayerEntry {}

  /**
   * Hides all lower children of a directory, wherever in the tar it stands.
   *
   * @param path the directory
   */
  record OpaqueWhiteout(String path) implements LayerEntry {}
}
