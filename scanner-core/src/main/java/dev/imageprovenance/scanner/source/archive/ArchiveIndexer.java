package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.Decompression;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.PathName;
import dev.imageprovenance.scanner.layer.TarHeader;
import dev.imageprovenance.scanner.layer.TarReader;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks an archive once from its first byte to its last and notes what is where; not thread-safe.
 *
 * <p>Where going back is dear (a compressed archive), small JSON documents are kept on the way,
 * since which of them is a config is known only when manifest.json was seen.
 */
final class ArchiveIndexer {
  private static final int HEAD = 10;
  private static final int BLOCK = 64 * 1024;
  private static final int MOST_KEPT_BYTES = 16 << 20;
  private static final int MOST_NAME_CHARACTERS = 16 << 20;
  private static final int MOST_ANOMALIES = 100;

  private final ScanContext context;
  private final boolean keepDocuments;
  private final ArchiveIndex.Builder index = new ArchiveIndex.Builder();
  private final Map<Long, byte[]> documents = new HashMap<>();
  private final List<ImageAnomaly> anomalies = new ArrayList<>();
  private int keptBytes;
  private int nameCharacters;

  ArchiveIndexer(ScanContext context, boolean keepDocuments) {
    this.context = context;
    this.keepDocuments = keepDocuments;
  }

  /**
   * What one pass found.
   *
   * @param documents the bytes of small JSON documents by their offset
   * @param anomalies headers that other readers may take differently
   */
  record Indexed(ArchiveIndex index, Map<Long, byte[]> documents, List<ImageAnomaly> anomalies) {}

  /**
   * Walks {@code tar} to its end.
   *
   * @throws ScanException MALFORMED or LIMIT
   * @throws IOException if the stream breaks off
   */
  Indexed index(InputStream tar) throws IOException {
    Limits limits = context.limits();
    TarReader reader = new TarReader(tar, limits, this::note);
    int count = 0;
    for (TarHeader header = reader.next(); header != null; header = reader.next()) {
      context.cancellation().throwIfCancelled();
      if (++count > limits.archiveEntries()) {
        throw new ScanException(
            ProblemKind.LIMIT,
            "The archive has more entries than the limit archiveEntries of "
                + limits.archiveEntries());
      }
      countNames(header);
      add(reader, header);
    }
    return new Indexed(index.build(limits.symlinkHops()), documents, List.copyOf(anomalies));
  }

  /** Entries are counted by another limit, but each may have names of pathBytes. */
  private void countNames(TarHeader header) {
    nameCharacters += header.name().length() + header.linkName().length();
    if (nameCharacters > MOST_NAME_CHARACTERS) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The names of the archive's entries have together more than "
              + MOST_NAME_CHARACTERS
              + " characters");
    }
  }

  private void add(TarReader reader, TarHeader header) throws IOException {
    ArchiveEntry.Kind kind = kind(header);
    long offset = reader.contentOffset();
    Compression compression = Compression.NONE;
    if (kind == ArchiveEntry.Kind.FILE) {
      byte[] head = readUpTo(reader, HEAD);
      compression = Decompression.detect(head);
      if (isWorthKeeping(header.size(), head)) {
        keep(reader, header, offset, head);
      }
    }
    index.add(
        header.name(),
        new ArchiveEntry(
            PathName.normalise(header.name()),
            kind,
            header.linkName(),
            offset,
            header.storedSize(),
            compression));
  }

  static ArchiveEntry.Kind kind(TarHeader header) {
    return switch (header.type()) {
      case '0', '7' ->
          header.size() == header.storedSize()
              ? ArchiveEntry.Kind.FILE
              : ArchiveEntry.Kind.SPARSE_FILE;
      case 'S' -> ArchiveEntry.Kind.SPARSE_FILE;
      case '1' -> ArchiveEntry.Kind.HARD_LINK;
      case '2' -> ArchiveEntry.Kind.SYMBOLIC_LINK;
      case '5' -> ArchiveEntry.Kind.DIRECTORY;
      default -> ArchiveEntry.Kind.OTHER;
    };
  }

  private boolean isWorthKeeping(long size, byte[] head) {
    long largest = Math.max(context.limits().manifestBytes(), context.limits().configBytes());
    return keepDocuments
        && size <= largest
        && size <= MOST_KEPT_BYTES - keptBytes
        && startsLikeJson(head);
  }

  private static boolean startsLikeJson(byte[] head) {
    for (byte each : head) {
      if (each != ' ' && each != '\t' && each != '\r' && each != '\n') {
        return each == '{' || each == '[';
      }
    }
    return false;
  }

  private void keep(TarReader reader, TarHeader header, long offset, byte[] head)
      throws IOException {
    byte[] bytes = Arrays.copyOf(head, (int) header.size());
    int filled = head.length;
    while (filled < bytes.length) {
      int count = reader.read(bytes, filled, Math.min(BLOCK, bytes.length - filled));
      if (count < 0) {
        return;
      }
      filled += count;
    }
    documents.put(offset, bytes);
    keptBytes += bytes.length;
  }

  private static byte[] readUpTo(TarReader reader, int wanted) throws IOException {
    byte[] bytes = new byte[wanted];
    int filled = 0;
    while (filled < wanted) {
      int count = reader.read(bytes, filled, wanted - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return Arrays.copyOf(bytes, filled);
  }

  /** Only what could make another program unpack something else; a missing end block does not. */
  private void note(LayerAnomaly anomaly) {
    boolean matters =
        anomaly.kind() == LayerAnomaly.Kind.AMBIGUOUS_HEADER
            || anomaly.kind() == LayerAnomaly.Kind.TRAILING_DATA;
    if (matters && anomalies.size() < MOST_ANOMALIES) {
      anomalies.add(
          new ImageAnomaly(
              ImageAnomaly.Kind.OTHER,
              anomaly.path().isEmpty() ? "image archive" : "archive entry " + anomaly.path(),
              anomaly.detail()));
    }
  }
}
