package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.DecompressedStream;
import dev.imageprovenance.scanner.layer.Decompression;
import dev.imageprovenance.scanner.layer.TarHeader;
import dev.imageprovenance.scanner.layer.TarReader;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tar file, plain or compressed with gzip or zstd, whose entries were indexed in one pass;
 * thread-safe. Nothing is unpacked to disk: entries of a plain tar are read where they are, those
 * of a compressed one by reading it again from its start.
 */
public final class ImageArchive implements Closeable {
  private static final int HEAD = 10;

  /** Passes over a compressed archive for documents that were not kept; honest ones need none. */
  private static final int MOST_DOCUMENT_PASSES = 32;

  private final ArchiveFile file;
  private final Compression compression;
  private final Limits limits;
  private final ScanContext context;
  private final ArchiveIndexer.Indexed indexed;
  private final AtomicInteger documentPasses = new AtomicInteger();

  private ImageArchive(
      ArchiveFile file,
      Compression compression,
      ScanContext context,
      ArchiveIndexer.Indexed indexed) {
    this.file = file;
    this.compression = compression;
    this.context = context;
    this.limits = context.limits();
    this.indexed = indexed;
  }

  /** Receives the content of one entry. */
  @FunctionalInterface
  public interface EntryVisitor {
    /** Called once for each entry; the stream ends with the visit. */
    void visit(ArchiveEntry entry, InputStream content) throws IOException;
  }

  /**
   * Opens and indexes {@code path}.
   *
   * @throws ScanException NOT_FOUND, USAGE (no regular file), UNREACHABLE (cannot be read),
   *     MALFORMED (no tar, or a broken one), UNSUPPORTED (another compression), LIMIT or CANCELLED
   */
  public static ImageArchive open(Path path, ScanContext context) {
    ArchiveFile file = ArchiveFile.open(path, context.cancellation());
    boolean indexed = false;
    try {
      ImageArchive archive = index(file, context);
      indexed = true;
      return archive;
    } catch (EOFException e) {
      throw cutOff(file, e);
    } catch (IOException e) {
      throw file.unreadable(e);
    } catch (ScanException e) {
      context.cancellation().throwIfCancelled();
      throw e.in(Text.escape(file.name()));
    } finally {
      if (!indexed) {
        closeQuietly(file);
      }
    }
  }

  private static ImageArchive index(ArchiveFile file, ScanContext context) throws IOException {
    Compression compression;
    try (InputStream start = file.range(0, Math.min(HEAD, file.size()))) {
      compression = Decompression.detect(start.readNBytes(HEAD));
    }
    ArchiveIndexer indexer = new ArchiveIndexer(context, compression != Compression.NONE);
    try (InputStream tar = tar(file, compression, context.limits())) {
      return new ImageArchive(file, compression, context, indexer.index(tar));
    }
  }

  private static InputStream tar(ArchiveFile file, Compression compression, Limits limits)
      throws IOException {
    InputStream stored = file.range(0, file.size());
    if (compression == Compression.NONE) {
      return stored;
    }
    DecompressedStream decompressed = Decompression.open(stored, limits);
    return new BoundedStream(decompressed, file.size(), limits);
  }

  /** The path of the file. */
  public String name() {
    return file.name();
  }

  /** True when entries can be read in any order and from several threads at no extra cost. */
  public boolean isRandomAccess() {
    return compression == Compression.NONE;
  }

  /** Headers and bytes that other programs may read differently. */
  public List<ImageAnomaly> anomalies() {
    return indexed.anomalies();
  }

  /**
   * Refuses an archive that programs would unpack differently.
   *
   * @throws ScanException MALFORMED
   */
  public void requireUnambiguous() {
    indexed
        .index()
        .ambiguity()
        .ifPresent(
            why -> {
              throw new ScanException(
                  ProblemKind.MALFORMED,
                  "The image archive "
                      + Text.escape(name())
                      + " can be read in two ways: it "
                      + why,
                  "Save the image again; do not load this archive into an engine.",
                  null);
            });
  }

  /**
   * The file that {@code path} leads to, through links within the archive.
   *
   * @throws ScanException MALFORMED if the path or a link leaves the archive, goes in a circle, or
   *     leads to what is no file
   */
  public Optional<ArchiveEntry> find(String path) {
    return indexed.index().find(path);
  }

  /**
   * The whole content of a small file.
   *
   * @param limit the most bytes it may have
   * @param limitName the name of that limit
   * @throws ScanException LIMIT, or UNREACHABLE when it cannot be read
   */
  public RawDocument document(ArchiveEntry entry, long limit, String limitName) {
    if (entry.size() > limit) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "\""
              + Text.excerpt(entry.path())
              + "\" in "
              + Text.escape(name())
              + " has "
              + entry.size()
              + " bytes, more than the limit "
              + limitName
              + " of "
              + limit);
    }
    countPass(entry);
    try (InputStream content = open(entry)) {
      byte[] bytes = content.readNBytes((int) entry.size());
      if (bytes.length < entry.size()) {
        throw new EOFException("it ends after " + bytes.length + " bytes of " + entry.size());
      }
      return RawDocument.of(bytes);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private void countPass(ArchiveEntry entry) {
    boolean isAtHand = isRandomAccess() || indexed.documents().containsKey(entry.offset());
    if (!isAtHand && documentPasses.incrementAndGet() > MOST_DOCUMENT_PASSES) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The compressed archive "
              + Text.escape(name())
              + " holds so many or so large documents that it would have to be read more than "
              + MOST_DOCUMENT_PASSES
              + " times",
          "Uncompress it and scan the plain tar.",
          null);
    }
  }

  /** The content of a file, to be closed by the caller; of a compressed archive by a new pass. */
  public InputStream open(ArchiveEntry entry) throws IOException {
    byte[] kept = indexed.documents().get(entry.offset());
    if (kept != null) {
      return new ByteArrayInputStream(kept);
    }
    file.requireUnchanged();
    if (isRandomAccess()) {
      return file.range(entry.offset(), entry.size());
    }
    InputStream tar = tar(file, compression, limits);
    boolean positioned = false;
    try {
      TarReader reader = newReader(tar);
      while (advance(reader) != entry.offset()) {
        context.cancellation().throwIfCancelled();
      }
      positioned = true;
      return new EntryStream(reader, tar);
    } finally {
      if (!positioned) {
        tar.close();
      }
    }
  }

  /** Shows the content of {@code wanted} files, each once, in the order they are stored. */
  public void readEach(Set<ArchiveEntry> wanted, EntryVisitor visitor) throws IOException {
    Map<Long, ArchiveEntry> pending = new HashMap<>();
    wanted.forEach(entry -> pending.put(entry.offset(), entry));
    file.requireUnchanged();
    try (InputStream tar = tar(file, compression, limits)) {
      TarReader reader = newReader(tar);
      while (!pending.isEmpty()) {
        context.cancellation().throwIfCancelled();
        ArchiveEntry entry = pending.remove(advance(reader));
        if (entry != null) {
          visitor.visit(entry, new EntryStream(reader, InputStream.nullInputStream()));
        }
      }
    }
    file.requireUnchanged();
  }

  private TarReader newReader(InputStream tar) {
    return new TarReader(tar, limits, anomaly -> {});
  }

  /** The next entry's offset in a later pass; the first pass has seen all that is looked for. */
  private long advance(TarReader reader) throws IOException {
    TarHeader header = reader.next();
    if (header == null) {
      file.requireUnchanged();
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "The file " + Text.escape(name()) + " lacks an entry that it had when it was opened",
          "Wait until it is written completely, or scan a copy.",
          null);
    }
    return reader.contentOffset();
  }

  private static ScanException cutOff(ArchiveFile file, EOFException e) {
    return new ScanException(
        ProblemKind.MALFORMED,
        "The image archive " + Text.escape(file.name()) + " is cut off: " + e.getMessage(),
        "Copy or save it again.",
        e);
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException ignored) {
      // Another problem is on its way to the caller.
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The content of a reader's current entry; closing it closes what the reader reads from. */
  private static final class EntryStream extends InputStream {
    private final TarReader reader;
    private final InputStream tar;

    EntryStream(TarReader reader, InputStream tar) {
      this.reader = reader;
      this.tar = tar;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return length == 0 ? 0 : reader.read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
