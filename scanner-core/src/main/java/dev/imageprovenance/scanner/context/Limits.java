package dev.imageprovenance.scanner.context;

/**
 * Every bound of a scan, by name; immutable. What exceeds one of a document's limits is an error of
 * kind LIMIT; what exceeds one of a layer's makes the checks that need the layer UNKNOWN.
 *
 * @param manifestBytes largest manifest or index document, in bytes
 * @param configBytes largest image config, in bytes
 * @param jsonDepth deepest nesting of a JSON document
 * @param indexDepth deepest nesting of indexes
 * @param indexManifests most descriptors in one index
 * @param layers most layers of an image
 * @param layerUncompressedBytes largest uncompressed layer, in bytes
 * @param layerRatio highest ratio of uncompressed to stored bytes, judged beyond 64 MiB: on the way
 *     against the stored size that was promised (beyond 1 GiB against the bytes so far where none
 *     was), at the end against the stored bytes that there were
 * @param layerEntries most tar entries in one layer
 * @param treeEntries most entries in all layers of an image together
 * @param pathBytes longest path or link target of an entry, in bytes
 * @param headerBytes largest extended tar header (PAX or GNU long name), in bytes
 * @param sparseBytes largest expanded sparse file, in bytes
 * @param zstdWindowLog largest zstd window as a power of two
 * @param accountFileBytes largest account file (passwd, group, shadow) that is kept
 * @param symlinkHops most symbolic links followed in one resolution
 * @param archiveEntries most entries in an image archive
 * @param tocBytes longest tables of contents of one layer together (eStargz, zstd:chunked), in
 *     uncompressed bytes; they are read as they pass
 */
public record Limits(
    long manifestBytes,
    long configBytes,
    int jsonDepth,
    int indexDepth,
    int indexManifests,
    int layers,
    long layerUncompressedBytes,
    int layerRatio,
    int layerEntries,
    int treeEntries,
    int pathBytes,
    int headerBytes,
    long sparseBytes,
    int zstdWindowLog,
    int accountFileBytes,
    int symlinkHops,
    int archiveEntries,
    long tocBytes) {

  /** The limits that suit every image seen in the field. */
  public static Limits defaults() {
    return new Limits(
        4L << 20,
        8L << 20,
        64,
        4,
        1_000,
        1_000,
        64L << 30,
        1_100,
        1_000_000,
        2_000_000,
        4_096,
        1 << 20,
        16L << 30,
        27,
        1 << 20,
        255,
        100_000,
        256L << 20);
  }
}
