package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.layer.PathName;
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
 * A tar of images whose entries were indexed in one pass; thread-safe. Nothing is unpacked to disk:
 * entries of a plain file are read where they are, those of a compressed one or of a stream by
 * reading it again from its start.
 */
public final class ImageArchive implements Closeable {
  /** Passes over what has one order for documents that were not kept; honest ones need none. */
  private static final int MOST_DOCUMENT_PASSES = 32;

  /** No entry's name: an empty one is no file's. */
  private static final String NO_FILE = "";

  private final ArchiveOrigin origin;
  private final Limits limits;
  private final ScanContext context;
  private final ArchiveIndexer.Indexed indexed;
  private final AtomicInteger documentPasses = new AtomicInteger();

  private ImageArchive(ArchiveOrigin origin, ScanContext context, ArchiveIndexer.Indexed indexed) {
    this.origin = origin;
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

  /** Has a plain tar written anew, from its first byte. */
  @FunctionalInterface
  public interface TarOpener {
    /** The tar, to be closed by the caller. */
    InputStream open() throws IOException;
  }

  /**
   * Opens and indexes {@code path}.
   *
   * @throws ScanException NOT_FOUND, USAGE (no regular file), UNREACHABLE (cannot be read),
   *     MALFORMED (no tar, or a broken one), UNSUPPORTED (another compression), LIMIT or CANCELLED
   */
  public static ImageArchive open(Path path, ScanContext context) {
    return index(FileOrigin.open(path, context), context);
  }

  /**
   * Indexes a tar that comes as a stream. It is asked for again whenever layers are read.
   *
   * @param name what it is called in messages, unescaped
   * @throws ScanException as for a file, and what {@code opener} throws
   */
  public static ImageArchive ofStream(String name, TarOpener opener, ScanContext context) {
    return index(new StreamOrigin(name, opener, context), context);
  }

  private static ImageArchive index(ArchiveOrigin origin, ScanContext context) {
    boolean indexed = false;
    try (InputStream tar = origin.tar()) {
      ArchiveIndexer indexer = new ArchiveIndexer(context, !origin.isRandomAccess());
      ImageArchive archive = new ImageArchive(origin, context, indexer.index(tar));
      indexed = true;
      return archive;
    } catch (EOFException e) {
      throw cutOff(origin, e);
    } catch (IOException e) {
      throw origin.unreadable(e);
    } catch (ScanException e) {
      context.cancellation().throwIfCancelled();
      throw e.in(Text.escape(origin.name()));
    } finally {
      if (!indexed) {
        closeQuietly(origin);
      }
    }
  }

  /** The path of the file, or what the stream is called. */
  public String name() {
    return origin.name();
  }

  /** True when entries can be read in any order and from several threads at no extra cost. */
  public boolean isRandomAccess() {
    return origin.isRandomAccess();
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
      throw origin.unreadable(e);
    }
  }

  private void countPass(ArchiveEntry entry) {
    boolean isAtHand = isRandomAccess() || indexed.documents().containsKey(entry.offset());
    if (!isAtHand && documentPasses.incrementAndGet() > MOST_DOCUMENT_PASSES) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The archive "
              + Text.escape(name())
              + " holds so many or so large documents that it would have to be read more than "
              + MOST_DOCUMENT_PASSES
              + " times",
          "Scan a plain, uncompressed tar of it.",
          null);
    }
  }

  /** The content of a file, to be closed by the caller; of what has one order by a new pass. */
  public InputStream open(ArchiveEntry entry) throws IOException {
    byte[] kept = indexed.documents().get(entry.offset());
    if (kept != null) {
      return new ByteArrayInputStream(kept);
    }
    origin.requireUnchanged();
    if (isRandomAccess()) {
      return origin.range(entry.offset(), entry.size());
    }
    InputStream tar = origin.tar();
    boolean positioned = false;
    try {
      TarReader reader = newReader(tar);
      Object wanted = key(entry);
      Found found = advance(reader);
      while (!found.key().equals(wanted)) {
        context.cancellation().throwIfCancelled();
        found = advance(reader);
      }
      requireSize(found, entry);
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
    Map<Object, ArchiveEntry> pending = new HashMap<>();
    wanted.forEach(entry -> pending.put(key(entry), entry));
    origin.requireUnchanged();
    try (InputStream tar = origin.tar()) {
      TarReader reader = newReader(tar);
      while (!pending.isEmpty()) {
        context.cancellation().throwIfCancelled();
        Found found = advance(reader);
        ArchiveEntry entry = pending.remove(found.key());
        if (entry != null) {
          requireSize(found, entry);
          visitor.visit(entry, new EntryStream(reader, InputStream.nullInputStream()));
        }
      }
    }
    origin.requireUnchanged();
  }

  /** What tells an entry from all others in a later pass. */
  private Object key(ArchiveEntry entry) {
    return origin.isRepeatable() ? entry.offset() : entry.path();
  }

  private TarReader newReader(InputStream tar) {
    return new TarReader(tar, limits, anomaly -> {});
  }

  /** An entry that a later pass came to. */
  private record Found(Object key, long size) {}

  /** The next entry of a later pass; the first pass has seen all that is looked for. */
  private Found advance(TarReader reader) throws IOException {
    TarHeader header = reader.next();
    if (header == null) {
      throw origin.changed("lacks an entry that it had when it was opened");
    }
    Object key = reader.contentOffset();
    if (!origin.isRepeatable()) {
      boolean isFile = ArchiveIndexer.kind(header) == ArchiveEntry.Kind.FILE;
      key = isFile ? PathName.normalise(header.name()) : NO_FILE;
    }
    return new Found(key, header.storedSize());
  }

  private void requireSize(Found found, ArchiveEntry entry) {
    if (found.size() != entry.size()) {
      throw origin.changed(
          "has \""
              + Text.excerpt(entry.path())
              + "\" with "
              + found.size()
              + " bytes and had it with "
              + entry.size());
    }
  }

  private static ScanException cutOff(ArchiveOrigin origin, EOFException e) {
    return new ScanException(
        ProblemKind.MALFORMED,
        "The image archive " + Text.escape(origin.name()) + " is cut off: " + e.getMessage(),
        "Copy or save it again.",
        e);
  }

  static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException ignored) {
      // Another problem is on its way to the caller.
    }
  }

  @Override
  public void close() throws IOException {
    origin.close();
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
