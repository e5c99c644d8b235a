package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;
import java.util.Map;

/**
 * Everything that one pass over a layer's stored bytes found; immutable. Nothing in it was compared
 * with what an image promises: that is the caller's next step.
 *
 * @param storedDigest computed over the stored bytes, to their last
 * @param storedSize the number of stored bytes
 * @param diffId computed over the uncompressed bytes, to their last
 * @param uncompressedSize the number of uncompressed bytes
 * @param compression as told by the first bytes
 * @param entries in the order of the stream
 * @param anomalies in the order of the stream
 * @param accountFiles content of files named {@code etc/passwd}, {@code etc/group} and {@code
 *     etc/shadow} (also below another directory) and of those that were asked for, by path;
 *     password hashes are replaced before they get here. When a path comes twice, the last one
 * @param tables tables of contents that the layer carries, which were compared with its entries
 */
public record LayerFacts(
    Digest storedDigest,
    long storedSize,
    Digest diffId,
    long uncompressedSize,
    Compression compression,
    List<LayerEntry> entries,
    List<LayerAnomaly> anomalies,
    Map<String, AccountFile> accountFiles,
    List<TableOfContents> tables) {
  /** Copies the small collections; the entries must already be unmodifiable. */
  public LayerFacts {
    anomalies = List.copyOf(anomalies);
    if (!(accountFiles instanceof UnkeptAccountFiles)) {
      accountFiles = Map.copyOf(accountFiles);
    }
    tables = List.copyOf(tables);
  }

  /** Facts of a layer without tables of contents. */
  public LayerFacts(
      Digest storedDigest,
      long storedSize,
      Digest diffId,
      long uncompressedSize,
      Compression compression,
      List<LayerEntry> entries,
      List<LayerAnomaly> anomalies,
      Map<String, AccountFile> accountFiles) {
    this(
        storedDigest,
        storedSize,
        diffId,
        uncompressedSize,
        compression,
        entries,
        anomalies,
        accountFiles,
        List.of());
  }

  /** Facts of a layer that touches nothing, to stand in a stack for one that is left out. */
  public static LayerFacts ofNothing() {
    Digest digest = Digest.sha256(new byte[0]);
    return new LayerFacts(
        digest, 0, digest, 0, Compression.NONE, List.of(), List.of(), Map.of(), List.of());
  }

  /** The same without entries and account files, for who only needs the digests. */
  public LayerFacts withoutFiles() {
    return new LayerFacts(
        storedDigest,
        storedSize,
        diffId,
        uncompressedSize,
        compression,
        List.of(),
        anomalies,
        Map.of(),
        tables);
  }

  /**
   * The kept content of an account file.
   *
   * @param hash sha256 of the content as it is in the layer, the same as its entry's
   * @param text the content, one char for each byte (ISO 8859-1), password hashes replaced by
   *     {@code <hash>}
   */
  public record AccountFile(ContentHash hash, String text) {}
}
