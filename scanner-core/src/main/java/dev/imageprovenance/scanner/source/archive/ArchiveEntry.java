package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.layer.Compression;

/**
 * An entry of an image archive; immutable.
 *
 * @param path its name, without {@code ./} and doubled slashes
 * @param kind what it is
 * @param linkName where a link leads, as written; else empty
 * @param offset of its content's first byte in the uncompressed tar, which no other entry shares
 * @param size of its content in bytes
 * @param compression of its content, as told by the first bytes
 */
public record ArchiveEntry(
    String path, Kind kind, String linkName, long offset, long size, Compression compression) {
  /** What an entry can be. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    HARD_LINK,
    /** A sparse file, whose stored bytes are not its content. */
    SPARSE_FILE,
    /** A device, a pipe, or a type that tar does not know. */
    OTHER
  }
}
