package dev.imageprovenance.scanner.layer;

import java.util.Map;

/**
 * One entry of a table of contents as written; immutable. What is absent is 0 or empty, as the
 * runtimes that read it take it.
 *
 * @param name not normalised; what Unicode cannot hold is U+FFFD
 * @param type {@code reg}, {@code dir}, {@code symlink}, {@code hardlink}, {@code char}, {@code
 *     block}, {@code fifo}, or {@code chunk} for a further part of the file before
 * @param size of a file
 * @param mode as a tar header has it
 * @param uid owner
 * @param gid group
 * @param linkName target of a link
 * @param devMajor of a device
 * @param devMinor of a device
 * @param digest of a file's content
 * @param chunkSize bytes of the first part; 0 when it is the whole file
 * @param chunkDigest of the first part's content
 * @param attributes extended attributes in base64
 */
record TocEntry(
    String name,
    String type,
    long size,
    long mode,
    long uid,
    long gid,
    String linkName,
    long devMajor,
    long devMinor,
    String digest,
    long chunkSize,
    String chunkDigest,
    Map<String, String> attributes) {
  static final String CHUNK = "chunk";

  /** True for a file that has further parts behind this entry. */
  boolean isInParts() {
    return chunkSize != 0 && chunkSize != size;
  }

  /** True for a further part of the file before. */
  boolean isChunk() {
    return type.equals(CHUNK);
  }
}
