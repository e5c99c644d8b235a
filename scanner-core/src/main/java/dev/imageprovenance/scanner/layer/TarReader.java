package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A strict pull reader of tar streams: ustar, PAX, GNU long names, base-256 numbers, sparse files;
 * not thread-safe. Every length is checked against a limit before anything is allocated.
 *
 * <p>Where readers differ it takes what container engines take, and reports an anomaly: a PAX
 * header replaces an earlier one of the same entry, GNU long names win over PAX, global PAX headers
 * change nothing (no engine applies them), links and directories have no content.
 */
public final class TarReader {
  private static final char PAX = 'x';
  private static final char PAX_GLOBAL = 'g';
  private static final char GNU_LONG_NAME = 'L';
  private static final char GNU_LONG_LINK = 'K';

  /** The largest number that eleven octal digits hold; what is larger needs an extension. */
  private static final long LARGEST_OCTAL_SIZE = 077777777777L;

  private final TarInput in;
  private final Limits limits;
  private final Consumer<LayerAnomaly> anomalies;
  private final @Nullable String appendedName;
  private final byte[] blockBytes = new byte[TarBlock.SIZE];
  private final TarBlock block = new TarBlock(blockBytes);

  private long entryOffset;
  private long contentOffset;
  private TarContent content;
  private boolean ended;
  private long startOffset;
  private @Nullable TarHeader appended;

  /**
   * Reads from {@code in}, which need not be buffered and is not closed here.
   *
   * @param anomalies hears what engines could read differently
   */
  public TarReader(InputStream in, Limits limits, Consumer<LayerAnomaly> anomalies) {
    this(in, limits, anomalies, null);
  }

  /**
   * The same where one entry of that name may stand behind the end of the archive.
   *
   * @see #appended
   */
  TarReader(
      InputStream in,
      Limits limits,
      Consumer<LayerAnomaly> anomalies,
      @Nullable String appendedName) {
    this.in = new TarInput(in);
    this.limits = limits;
    this.anomalies = anomalies;
    this.appendedName = appendedName;
    this.content = new TarContent(this.in, 0, "", 0, 0, null);
  }

  /**
   * The next entry, or null behind the last; skips what is left of the current one. Behind the last
   * entry the stream is read to its very end, or to an appended entry.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED or LIMIT
   * @throws IOException if the stream breaks off
   */
  public @Nullable TarHeader next() throws IOException {
    if (ended) {
      return null;
    }
    content.skipRest();
    startOffset = in.offset();
    Extensions extensions = new Extensions();
    while (readHeader()) {
      switch (block.type()) {
        case PAX -> extensions.setRecords(PaxRecords.parse(readExtension(), entryOffset));
        case GNU_LONG_NAME -> extensions.setLongName(readExtension());
        case GNU_LONG_LINK -> extensions.setLongLink(readExtension());
        case PAX_GLOBAL -> {
          reportGlobal(PaxRecords.parse(readExtension(), entryOffset), extensions);
          extensions = new Extensions();
        }
        default -> {
          return readEntry(extensions);
        }
      }
    }
    if (!extensions.isEmpty()) {
      throw malformed("", "an extended header is the last of the tar, with no entry behind it");
    }
    return null;
  }

  /**
   * Reads content of the current entry, -1 at its end; sparse files come expanded.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED if the stream ends in it
   * @throws IOException if the stream breaks off
   */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    return content.read(buffer, offset, length);
  }

  /**
   * Offset in the stream of the first stored content byte of the current entry. A sparse file whose
   * map stands in its content (PAX form 1.0) begins with that map.
   */
  public long contentOffset() {
    return contentOffset;
  }

  /** Offset in the stream of the first header of the current entry. */
  long startOffset() {
    return startOffset;
  }

  /**
   * The entry behind the end of the archive, where {@link #next} has stopped because of it: engines
   * do not see it. Null if there is none. {@link #finish} must follow.
   */
  @Nullable TarHeader appended() {
    return appended;
  }

  /** Reads what is left of the appended entry and then the stream to its very end. */
  void finish() throws IOException {
    content.skipRest();
    reportTrailingBytes(in.offset(), in.drain());
  }

  /** Reads the next header block; false at the end of the archive. */
  private boolean readHeader() throws IOException {
    entryOffset = in.offset();
    int count = in.readFully(blockBytes);
    if (count == 0) {
      end("it ends behind the last entry");
      return false;
    }
    if (count < TarBlock.SIZE) {
      throw malformed("", "the stream ends within the header, after " + count + " bytes");
    }
    if (block.isZero()) {
      readSecondEndBlock();
      return false;
    }
    if (!block.checksumHolds()) {
      throw malformed(
          "",
          entryOffset == 0
              ? "the header's checksum is wrong; this is no tar"
              : "the header's checksum is wrong");
    }
    return true;
  }

  private void readSecondEndBlock() throws IOException {
    int count = in.readFully(blockBytes);
    if (count < TarBlock.SIZE) {
      boolean zero = Arrays.equals(blockBytes, 0, count, new byte[count], 0, count);
      if (!zero) {
        throw malformed("", "the end of the archive is cut off by other bytes");
      }
      end("it ends with one zero block");
    } else if (block.isZero()) {
      ended = true;
      readTrailingBytes();
    } else {
      throw malformed("", "a single zero block stands between entries");
    }
  }

  private void readTrailingBytes() throws IOException {
    long endOffset = in.offset();
    if (appendedName == null) {
      reportTrailingBytes(endOffset, in.drain());
    } else if (in.skipZeros()) {
      long firstData = in.offset();
      if (firstData % TarBlock.SIZE != 0 || !readAppended(appendedName)) {
        in.drain();
        reportTrailingBytes(endOffset, firstData);
      }
    }
  }

  /** True if an entry of that name stands here; its content is to be read next. */
  private boolean readAppended(String name) throws IOException {
    entryOffset = in.offset();
    startOffset = entryOffset;
    boolean isEntry =
        in.readFully(blockBytes) == TarBlock.SIZE
            && block.checksumHolds()
            && PathName.normalise(pathText(block.name())).equals(name)
            && (block.type() == TarHeader.REGULAR || block.type() == 0);
    if (isEntry) {
      appended = readEntry(new Extensions());
    }
    return isEntry;
  }

  private void reportTrailingBytes(long endOffset, long firstData) {
    if (firstData >= 0) {
      report(
          LayerAnomaly.Kind.TRAILING_DATA,
          "",
          "the tar ends at offset "
              + endOffset
              + ", but "
              + (in.offset() - endOffset)
              + " bytes follow, the first that is not zero at offset "
              + firstData);
    }
  }

  private void end(String how) {
    ended = true;
    report(
        LayerAnomaly.Kind.MISSING_END_OF_ARCHIVE,
        "",
        "a tar ends with two zero blocks, but " + how + ", at offset " + in.offset());
  }

  private byte[] readExtension() throws IOException {
    long size = number("", TarBlock::size);
    if (size < 0) {
      throw malformed("", "the extended header has the size " + size);
    }
    if (size > limits.headerBytes()) {
      throw Problems.limit(
          "headerBytes",
          limits.headerBytes(),
          "The extended tar header at offset " + entryOffset + " with " + size + " bytes");
    }
    byte[] bytes = new byte[(int) size];
    int count = in.readFully(bytes);
    if (count < size) {
      throw malformed(
          "", "the stream ends within the extended header, after " + count + " of " + size);
    }
    in.skip(TarContent.padding(size));
    return bytes;
  }

  private void reportGlobal(PaxRecords records, Extensions pending) {
    if (!records.isEmpty()) {
      report(
          LayerAnomaly.Kind.AMBIGUOUS_HEADER,
          "",
          "a global PAX header at offset "
              + entryOffset
              + " sets "
              + Text.excerpt(String.join(", ", records.keys()))
              + "; container engines ignore it, other readers apply it to all entries behind it");
    }
    if (!pending.isEmpty()) {
      report(
          LayerAnomaly.Kind.AMBIGUOUS_HEADER,
          "",
          "a global PAX header at offset "
              + entryOffset
              + " parts an extended header from its entry; container engines drop the former");
    }
  }

  private TarHeader readEntry(Extensions extensions) throws IOException {
    PaxRecords pax = extensions.records();
    String name = name(extensions);
    String linkName = linkName(extensions);
    long declaredSize = number(name, TarBlock::size);
    long size = pax.number("size", entryOffset).orElse(declaredSize);
    if (size < 0) {
      throw malformed(name, "the entry has the size " + size);
    }
    char type = type(name);
    reportAmbiguities(extensions, name, declaredSize, size, type);
    long storedSize = TarHeader.isHeaderOnly(type) ? 0 : size;
    contentOffset = in.offset();
    SparseMap sparse = sparseMap(type, pax, name, storedSize);
    if (sparse != null && type == TarHeader.GNU_SPARSE) {
      contentOffset = in.offset();
    }
    long mapBytes = in.offset() - contentOffset;
    long expandedSize =
        sparse == null ? storedSize : expandedSize(sparse, type, pax, name, size, mapBytes);
    content = new TarContent(in, entryOffset, name, storedSize - mapBytes, expandedSize, sparse);
    return new TarHeader(
        name,
        type,
        (int) number(name, TarBlock::mode),
        pax.number("uid", entryOffset).orElse(number(name, TarBlock::uid)),
        pax.number("gid", entryOffset).orElse(number(name, TarBlock::gid)),
        storedSize,
        expandedSize,
        pax.seconds("mtime", entryOffset).orElse(number(name, TarBlock::modifiedSeconds)),
        linkName,
        number(name, TarBlock::major),
        number(name, TarBlock::minor),
        attributes(pax, name));
  }

  private String name(Extensions extensions) {
    byte[] sparseName =
        SparseForm.of(extensions.records()) == SparseForm.NONE
            ? null
            : extensions.records().bytes("GNU.sparse.name");
    if (sparseName != null) {
      return pathText(sparseName);
    }
    byte[] name = extensions.longName();
    if (name == null) {
      name = extensions.records().bytes("path");
    }
    return pathText(name == null ? block.name() : name);
  }

  private String linkName(Extensions extensions) {
    byte[] link = extensions.longLink();
    if (link == null) {
      link = extensions.records().bytes("linkpath");
    }
    return pathText(link == null ? block.linkName() : link);
  }

  private String pathText(byte[] bytes) {
    if (bytes.length > limits.pathBytes()) {
      throw Problems.limit(
          "pathBytes",
          limits.pathBytes(),
          "A path of " + bytes.length + " bytes in the tar entry at offset " + entryOffset);
    }
    return PathName.decode(bytes);
  }

  private char type(String name) {
    char type = block.type();
    if (type == 0) {
      return name.endsWith("/") ? TarHeader.DIRECTORY : TarHeader.REGULAR;
    }
    return type;
  }

  private void reportAmbiguities(
      Extensions extensions, String name, long declaredSize, long size, char type) {
    String path = PathName.normalise(name);
    for (String what : extensions.ambiguities()) {
      report(LayerAnomaly.Kind.AMBIGUOUS_HEADER, path, what);
    }
    boolean headerCannotHoldIt =
        size > LARGEST_OCTAL_SIZE && (declaredSize == 0 || declaredSize == LARGEST_OCTAL_SIZE);
    if (size != declaredSize && !headerCannotHoldIt) {
      report(
          LayerAnomaly.Kind.AMBIGUOUS_HEADER,
          path,
          "the header gives the size " + declaredSize + ", its PAX record " + size);
    }
    if (TarHeader.isHeaderOnly(type) && size != 0) {
      report(
          LayerAnomaly.Kind.AMBIGUOUS_HEADER,
          path,
          "an entry without content has the size " + size + ", which some readers skip");
    }
    if (type == TarHeader.REGULAR && block.type() != 0 && name.endsWith("/")) {
      report(
          LayerAnomaly.Kind.AMBIGUOUS_HEADER,
          path,
          "a regular file's name ends in a slash; some readers make a directory of it");
    }
  }

  private @Nullable SparseMap sparseMap(char type, PaxRecords pax, String name, long storedSize)
      throws IOException {
    if (type == TarHeader.GNU_SPARSE) {
      return oldGnuSparseMap(name);
    }
    SparseForm form = SparseForm.of(pax);
    if (form == SparseForm.NONE) {
      return null;
    }
    if (form == SparseForm.UNKNOWN) {
      report(
          LayerAnomaly.Kind.AMBIGUOUS_HEADER,
          PathName.normalise(name),
          "a sparse file of unknown form; container engines take it as it is stored");
      return null;
    }
    if (TarHeader.isHeaderOnly(type)) {
      throw malformed(name, "an entry of type " + type + " cannot be sparse");
    }
    return form == SparseForm.IN_CONTENT
        ? SparseMap.inContent(in, storedSize, limits, entryOffset)
        : SparseMap.ofNumbers(pax.sparseNumbers(), entryOffset);
  }

  private SparseMap oldGnuSparseMap(String name) throws IOException {
    if (block.format() != TarBlock.Format.GNU) {
      throw malformed(name, "a sparse file whose header is not GNU's");
    }
    try {
      return SparseMap.oldGnu(block, in, limits, entryOffset);
    } catch (TarBlock.FieldException e) {
      throw malformed(name, e.getMessage());
    }
  }

  private long expandedSize(
      SparseMap sparse, char type, PaxRecords pax, String name, long size, long mapBytes) {
    long expanded =
        type == TarHeader.GNU_SPARSE
            ? number(name, TarBlock::sparseRealSize)
            : sparsePaxSize(pax).orElse(size);
    if (expanded < 0) {
      throw malformed(name, "the sparse file has the size " + expanded);
    }
    if (expanded > limits.sparseBytes()) {
      throw Problems.limit(
          "sparseBytes",
          limits.sparseBytes(),
          Problems.entry(entryOffset, name) + " expands to " + expanded + " bytes, which");
    }
    sparse.validate(expanded, size - mapBytes);
    return expanded;
  }

  private OptionalLong sparsePaxSize(PaxRecords pax) {
    OptionalLong size = pax.number("GNU.sparse.size", entryOffset);
    return size.isPresent() ? size : pax.number("GNU.sparse.realsize", entryOffset);
  }

  private Map<String, byte[]> attributes(PaxRecords pax, String name) {
    Set<String> conflicts = new LinkedHashSet<>();
    Map<String, byte[]> attributes = pax.attributes(conflicts);
    if (!conflicts.isEmpty()) {
      report(
          LayerAnomaly.Kind.AMBIGUOUS_HEADER,
          PathName.normalise(name),
          "records of these attributes disagree or cannot be decoded: "
              + Text.excerpt(String.join(", ", conflicts)));
    }
    return attributes.isEmpty() ? Map.of() : Map.copyOf(attributes);
  }

  private long number(String name, Field field) {
    try {
      return field.of(block);
    } catch (TarBlock.FieldException e) {
      throw malformed(name, e.getMessage());
    }
  }

  private void report(LayerAnomaly.Kind kind, String path, String detail) {
    anomalies.accept(new LayerAnomaly(kind, path, detail));
  }

  private RuntimeException malformed(String name, @Nullable String message) {
    return Problems.malformedEntry(entryOffset, name, Objects.requireNonNullElse(message, ""));
  }

  /** A number in a header block. */
  @FunctionalInterface
  private interface Field {
    long of(TarBlock block) throws TarBlock.FieldException;
  }

  /** How a PAX header says that a file is sparse. */
  private enum SparseForm {
    NONE,
    IN_HEADER,
    IN_CONTENT,
    UNKNOWN;

    static SparseForm of(PaxRecords pax) {
      String version = pax.ascii("GNU.sparse.major") + "." + pax.ascii("GNU.sparse.minor");
      return switch (version) {
        case "0.0", "0.1" -> IN_HEADER;
        case "1.0" -> IN_CONTENT;
        case "." -> pax.sparseNumbers().isEmpty() ? NONE : IN_HEADER;
        default -> UNKNOWN;
      };
    }
  }
}
