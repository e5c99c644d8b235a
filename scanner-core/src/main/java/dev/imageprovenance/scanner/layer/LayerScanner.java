package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a layer's stored bytes once: hashes, inflates, hashes again, walks the tar and hashes every
 * file, to the last byte of both streams; stateless and thread-safe.
 */
public final class LayerScanner {
  private static final int BLOCK = 64 * 1024;

  private final ScanContext context;

  /** Reads under the limits of {@code context}. */
  public LayerScanner(ScanContext context) {
    this.context = context;
  }

  /**
   * One pass over a layer of which nobody said how many bytes are stored.
   *
   * @see #scan(InputStream, long, DigestAlgorithm, DigestAlgorithm, Set)
   */
  public LayerFacts scan(
      InputStream stored,
      DigestAlgorithm storedAlgorithm,
      DigestAlgorithm diffIdAlgorithm,
      Set<String> keep)
      throws IOException {
    return scan(stored, -1, storedAlgorithm, diffIdAlgorithm, keep);
  }

  /**
   * One pass.
   *
   * @param stored the stored bytes; read to the end, not closed
   * @param declaredSize how many stored bytes are promised, -1 when nobody said; only used to judge
   *     {@link Limits#layerRatio} before the end
   * @param storedAlgorithm computes {@link LayerFacts#storedDigest}
   * @param diffIdAlgorithm computes {@link LayerFacts#diffId}
   * @param keep further paths whose content is kept as account files
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED (not a tar, broken
   *     compression), LIMIT, UNSUPPORTED or CANCELLED
   * @throws IOException if {@code stored} breaks off
   */
  public LayerFacts scan(
      InputStream stored,
      long declaredSize,
      DigestAlgorithm storedAlgorithm,
      DigestAlgorithm diffIdAlgorithm,
      Set<String> keep)
      throws IOException {
    MeteredStream storedBytes =
        new MeteredStream(
            stored,
            storedAlgorithm.newHasher(),
            context.cancellation(),
            read -> context.progress().bytesRead(read));
    try {
      return scan(storedBytes, declaredSize, storedAlgorithm, diffIdAlgorithm, keep);
    } catch (ScanException e) {
      throw e.kind() == ProblemKind.MALFORMED ? withDigest(e, storedBytes, storedAlgorithm) : e;
    }
  }

  /** The digest tells whether the bytes were made so or were changed on their way. */
  private static ScanException withDigest(
      ScanException problem, MeteredStream storedBytes, DigestAlgorithm algorithm)
      throws IOException {
    byte[] block = new byte[BLOCK];
    while (storedBytes.read(block, 0, BLOCK) >= 0) {
      // Only its hash is wanted.
    }
    return new ScanException(
        problem.kind(),
        problem.getMessage()
            + "; computed over the stored bytes: "
            + Digest.of(algorithm, storedBytes.hash()),
        problem.remedy().orElse(null),
        problem);
  }

  private LayerFacts scan(
      MeteredStream storedBytes,
      long declaredSize,
      DigestAlgorithm storedAlgorithm,
      DigestAlgorithm diffIdAlgorithm,
      Set<String> keep)
      throws IOException {
    AnomalyLog anomalies = new AnomalyLog();
    LayerTables tables = new LayerTables(context.limits(), anomalies);
    try (DecompressedStream plain = Decompression.open(storedBytes, context.limits(), tables)) {
      UncompressedLimit limit = new UncompressedLimit(context.limits(), storedBytes, declaredSize);
      MeteredStream tarBytes =
          new MeteredStream(plain, diffIdAlgorithm.newHasher(), context.cancellation(), limit::add);
      AccountFiles accountFiles = new AccountFiles(keep, context.limits());
      List<LayerEntry> entries = readEntries(plain, tarBytes, anomalies, accountFiles, tables);
      List<TableOfContents> found = tables.finish(storedBytes.tail());
      limit.judgeWhole();
      reportTrailingBytes(plain, anomalies);
      return new LayerFacts(
          Digest.of(storedAlgorithm, storedBytes.hash()),
          storedBytes.count(),
          Digest.of(diffIdAlgorithm, tarBytes.hash()),
          tarBytes.count(),
          plain.compression(),
          entries,
          anomalies.toList(),
          accountFiles.toMap(),
          found);
    }
  }

  /** Reads all entries and then, since the tar may end before, the stream to its end. */
  private List<LayerEntry> readEntries(
      DecompressedStream plain,
      MeteredStream tarBytes,
      AnomalyLog anomalies,
      AccountFiles accountFiles,
      LayerTables tables)
      throws IOException {
    boolean mayBeEstargz = plain.compression() == Compression.GZIP;
    LayerEntries entries =
        new LayerEntries(
            context.limits(),
            context.cancellation(),
            anomalies,
            accountFiles,
            mayBeEstargz ? Optional.of(tables.inTar(plain)) : Optional.empty());
    tables.follow(entries.soFar());
    TarReader tar =
        new TarReader(
            tarBytes,
            context.limits(),
            anomalies::add,
            mayBeEstargz ? TocNames.ESTARGZ_TABLE : null);
    for (TarHeader header = tar.next(); header != null; header = tar.next()) {
      entries.add(header, tar);
    }
    TarHeader appended = tar.appended();
    if (appended != null) {
      entries.readAppended(appended, tar);
      tar.finish();
    }
    return entries.toList();
  }

  private static void reportTrailingBytes(DecompressedStream plain, AnomalyLog anomalies) {
    if (plain.trailingBytes() > 0) {
      anomalies.add(
          LayerAnomaly.Kind.TRAILING_COMPRESSED_DATA,
          "",
          plain.trailingBytes() + " bytes follow the last gzip member");
    }
  }

  /**
   * Stops a layer that inflates to too much; not thread-safe. Until the end the ratio is judged
   * against the stored bytes that were promised, since an honest layer may begin with what
   * compresses best; at the end against those that there were.
   */
  private static final class UncompressedLimit {
    private static final long RATIO_JUDGED_BEYOND = 64L << 20;

    /** Room for an honest layer's zeros when nobody said how many stored bytes will follow. */
    private static final long RATIO_JUDGED_BEYOND_OF_UNKNOWN = 1L << 30;

    private final Limits limits;
    private final MeteredStream stored;
    private final long declaredSize;
    private long count;

    UncompressedLimit(Limits limits, MeteredStream stored, long declaredSize) {
      this.limits = limits;
      this.stored = stored;
      this.declaredSize = declaredSize;
    }

    void add(int bytes) {
      count += bytes;
      if (count > limits.layerUncompressedBytes()) {
        throw Problems.limit(
            "layerUncompressedBytes",
            limits.layerUncompressedBytes(),
            "The size of the uncompressed layer");
      }
      long judgedBeyond = declaredSize < 0 ? RATIO_JUDGED_BEYOND_OF_UNKNOWN : RATIO_JUDGED_BEYOND;
      judge(judgedBeyond, Math.max(declaredSize, stored.count()), " bytes so far");
    }

    void judgeWhole() {
      judge(RATIO_JUDGED_BEYOND, stored.count(), " bytes");
    }

    private void judge(long judgedBeyond, long storedBytes, String soFar) {
      if (count > judgedBeyond && count / limits.layerRatio() > storedBytes) {
        throw Problems.limit(
            "layerRatio",
            limits.layerRatio(),
            "The layer inflates from " + storedBytes + " to " + count + soFar + ", which");
      }
    }
  }
}
