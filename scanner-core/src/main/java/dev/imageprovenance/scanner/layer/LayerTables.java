package dev.imageprovenance.scanner.layer;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the tables of contents of one layer while it is read and compares them with its tar; not
 * thread-safe. Tables are read as they pass, so that their length costs no memory.
 */
final class LayerTables implements SkippableFrameListener {
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final int BLOCK = 8 * 1024;

  private final Limits limits;
  private final AnomalyLog anomalies;
  private final List<TableOfContents> tables = new ArrayList<>();
  private List<LayerEntry> entries = List.of();
  private long jsonBytesLeft;
  private int listed = -1;

  LayerTables(Limits limits, AnomalyLog anomalies) {
    this.limits = limits;
    this.anomalies = anomalies;
    this.jsonBytesLeft = limits.tocBytes();
  }

  /** Says where the tar's entries are collected; the list grows while the layer is read. */
  void follow(List<LayerEntry> growing) {
    entries = growing;
  }

  /**
   * Hears of tables in the tar.
   *
   * @param plain what decompresses the tar
   */
  LayerEntries.EstargzTables inTar(DecompressedStream plain) {
    return new LayerEntries.EstargzTables() {
      private long memberOffset;

      @Override
      public void compare(InputStream content, long startOffset) throws IOException {
        memberOffset = plain.storedStartOf(startOffset);
        compareEstargz(content);
      }

      @Override
      public void found(ContentHash content, long size) {
        foundEstargz(content, size, memberOffset);
      }
    };
  }

  private void compareEstargz(InputStream json) throws IOException {
    String where = "the entry " + TocNames.ESTARGZ_TABLE;
    if (compare(new Bounded(json), where) == Outcome.NO_TABLE) {
      unreadable(where, "it has nothing of a table");
    }
  }

  private void foundEstargz(ContentHash content, long size, long memberOffset) {
    Digest digest = Digest.parse(content.toString());
    tables.add(
        new TableOfContents(TableOfContents.Kind.ESTARGZ, memberOffset, -1, digest, size, digest));
  }

  @Override
  public void frame(long offset, long size, InputStream payload) throws IOException {
    MessageDigest storedHasher = DigestAlgorithm.SHA256.newHasher();
    InputStream stored = new DigestInputStream(payload, storedHasher);
    byte[] magic = stored.readNBytes(ZSTD.length);
    if (!Arrays.equals(magic, ZSTD)) {
      return;
    }
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(magic), stored);
    MessageDigest hasher = DigestAlgorithm.SHA256.newHasher();
    String where = "the skippable frame at offset " + offset;
    try (ZstdInputStreamNoFinalizer decoder = new ZstdInputStreamNoFinalizer(whole)) {
      decoder.setLongMax(limits.zstdWindowLog());
      Bounded json = new Bounded(new DigestInputStream(new Decoded(decoder), hasher));
      if (compare(json, where) == Outcome.COMPARED) {
        json.drain();
        drain(stored);
        tables.add(
            new TableOfContents(
                TableOfContents.Kind.ZSTD_CHUNKED,
                offset,
                size,
                digest(storedHasher),
                json.count(),
                digest(hasher)));
      }
    } catch (UnreadableTableException e) {
      unreadable(where, e.why());
    }
  }

  /** What was found, and what there is to say about where it was. */
  List<TableOfContents> finish(byte[] tail) {
    reportEntriesBehind();
    TocFooter.find(tail).ifPresent(this::judge);
    if (tables.size() > 1) {
      anomalies.add(
          LayerAnomaly.Kind.SEVERAL_TOCS,
          "",
          tables.size()
              + " tables: "
              + tables.stream()
                  .limit(4)
                  .map(LayerTables::describe)
                  .collect(Collectors.joining(", ")));
    }
    return tables;
  }

  private enum Outcome {
    NO_TABLE,
    UNREADABLE,
    COMPARED
  }

  private Outcome compare(Bounded json, String where) throws IOException {
    TocComparison comparison = new TocComparison(entries, anomalies);
    try {
      if (!TocReader.read(json, limits, comparison::see)) {
        return Outcome.NO_TABLE;
      }
    } catch (TocReader.UnreadableException e) {
      unreadable(where, e.why());
      return Outcome.UNREADABLE;
    } catch (UnreadableTableException e) {
      unreadable(where, e.why());
      return Outcome.UNREADABLE;
    }
    comparison.finish();
    listed = comparison.count();
    return Outcome.COMPARED;
  }

  private void unreadable(String where, String why) {
    anomalies.add(
        LayerAnomaly.Kind.TOC_UNREADABLE, "", "the table in " + where + " was not read: " + why);
  }

  /** A table lists what stands before it; an eStargz table itself is not listed. */
  private void reportEntriesBehind() {
    if (listed < 0) {
      return;
    }
    for (int i = listed; i < entries.size(); i++) {
      String name = TocNames.of(entries.get(i));
      if (!name.equals(TocNames.ESTARGZ_TABLE)) {
        anomalies.add(
            LayerAnomaly.Kind.TOC_DISAGREES,
            name,
            "the tar has it behind the table, which does not list it");
      }
    }
  }

  private void judge(TocFooter footer) {
    boolean isTrue =
        tables.stream()
            .anyMatch(
                table ->
                    table.kind() == footer.kind()
                        && footer.storedOffset().equals(Optional.of(table.storedOffset()))
                        && (footer.storedSize().isEmpty()
                            || footer.storedSize().get() == table.storedSize()));
    if (!isTrue) {
      anomalies.add(
          LayerAnomaly.Kind.TOC_MISPLACED,
          "",
          "the footer of the layer names a table of "
              + footer.kind().label()
              + footer
                  .storedOffset()
                  .map(offset -> " at offset " + Long.toUnsignedString(offset))
                  .orElse(" that is kept elsewhere")
              + ", the layer has "
              + describeAll());
    }
  }

  private String describeAll() {
    return tables.isEmpty()
        ? "none that could be found"
        : tables.stream().limit(4).map(LayerTables::describe).collect(Collectors.joining(", "));
  }

  private static String describe(TableOfContents table) {
    return table.kind().label()
        + (table.storedOffset() < 0
            ? " without a gzip member of its own"
            : " at offset " + table.storedOffset());
  }

  private static Digest digest(MessageDigest hasher) {
    return Digest.of(DigestAlgorithm.SHA256, hasher.digest());
  }

  private static void drain(InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    while (in.read(block, 0, BLOCK) >= 0) {
      // Only its hash is wanted.
    }
  }

  /** The bytes of a table cannot be had, for a reason that lies in them. */
  private static final class UnreadableTableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableTableException(String message) {
      super(message);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /** Stops where all tables of the layer together are too long. */
  private final class Bounded extends InputStream {
    private final InputStream in;
    private long count;

    Bounded(InputStream in) {
      this.in = in;
    }

    long count() {
      return count;
    }

    void drain() throws IOException {
      LayerTables.drain(this);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      if (read > 0) {
        count += read;
        jsonBytesLeft -= read;
        if (jsonBytesLeft < 0) {
          throw new UnreadableTableException(
              "it is longer than the limit tocBytes (" + limits.tocBytes() + ")");
        }
      }
      return read;
    }
  }

  /** Tells a broken table from a broken connection. */
  private static final class Decoded extends InputStream {
    private final ZstdInputStreamNoFinalizer decoder;

    Decoded(ZstdInputStreamNoFinalizer decoder) {
      this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return decoder.read(target, offset, length);
      } catch (ZstdIOException e) {
        throw new UnreadableTableException("its zstd stream is broken: " + e.getMessage());
      }
    }
  }
}
