package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link FactsWriter} wrote; not thread-safe. Nothing is allocated for a length before
 * that length was compared with a limit, and lists grow with what is really there.
 */
final class FactsReader {
  private static final int MOST_PREALLOCATED = 1 << 16;

  private final InputStream in;
  private final Limits limits;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int available;
  private final List<Attributes> knownAttributes = new ArrayList<>();
  private char[] path = new char[256];
  private int pathLength;

  FactsReader(InputStream in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /**
   * Reads everything to the end of the stream.
   *
   * @throws IOException if it is not what was written under that key
   * @throws RuntimeException likewise, from the types that check their values
   */
  LayerFacts read(String key) throws IOException {
    requireKey(key);
    LayerFacts facts = facts(this::entries, this::accountFiles);
    requireEnd();
    return facts;
  }

  /** Reads one part of something. */
  @FunctionalInterface
  interface Part<T> {
    T read() throws IOException;
  }

  /** Facts of a layer, whose entries and account files need not be written out. */
  LayerFacts facts(
      Part<List<LayerEntry>> entries, Part<Map<String, LayerFacts.AccountFile>> accountFiles)
      throws IOException {
    return new LayerFacts(
        Digest.parse(text(1_024)),
        number(),
        Digest.parse(text(1_024)),
        number(),
        Compression.valueOf(text(64)),
        entries.read(),
        anomalies(),
        accountFiles.read(),
        tables());
  }

  void requireKey(String key) throws IOException {
    if (!text(key.length()).equals(key)) {
      throw new IOException("written for another key");
    }
  }

  void requireEnd() throws IOException {
    if (fill()) {
      throw new IOException("more follows");
    }
  }

  private List<LayerEntry> entries() throws IOException {
    int count = count(limits.layerEntries());
    List<LayerEntry> entries = new ArrayList<>(Math.min(count, MOST_PREALLOCATED));
    for (int i = 0; i < count; i++) {
      entries.add(entry());
    }
    return Collections.unmodifiableList(entries);
  }

  LayerEntry entry() throws IOException {
    int tag = octet();
    String entryPath = path();
    if (tag == FactsWriter.WHITEOUT) {
      return new LayerEntry.Whiteout(entryPath);
    }
    if (tag == FactsWriter.OPAQUE_WHITEOUT) {
      return new LayerEntry.OpaqueWhiteout(entryPath);
    }
    Attributes attributes = attributes();
    return switch (tag) {
      case FactsWriter.FILE -> file(entryPath, attributes, ProgramFormat.NONE);
      case FactsWriter.SCRIPT -> file(entryPath, attributes, ProgramFormat.SCRIPT);
      case FactsWriter.ELF -> file(entryPath, attributes, ProgramFormat.ELF);
      case FactsWriter.DIRECTORY -> new LayerEntry.Directory(entryPath, attributes);
      case FactsWriter.SYMBOLIC_LINK -> new LayerEntry.SymbolicLink(entryPath, attributes, text());
      case FactsWriter.HARD_LINK -> new LayerEntry.HardLink(entryPath, attributes, text());
      case FactsWriter.BLOCK_DEVICE ->
          new LayerEntry.Device(entryPath, attributes, true, number(), number());
      case FactsWriter.CHARACTER_DEVICE ->
          new LayerEntry.Device(entryPath, attributes, false, number(), number());
      case FactsWriter.FIFO -> new LayerEntry.Fifo(entryPath, attributes);
      default -> throw new IOException("an entry of kind " + tag);
    };
  }

  private LayerEntry.RegularFile file(
      String entryPath, Attributes attributes, ProgramFormat program) throws IOException {
    return new LayerEntry.RegularFile(entryPath, attributes, number(), hash(), program);
  }

  private List<LayerAnomaly> anomalies() throws IOException {
    int count = count(Integer.MAX_VALUE);
    List<LayerAnomaly> anomalies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      anomalies.add(new LayerAnomaly(LayerAnomaly.Kind.valueOf(text(64)), text(), text()));
    }
    return anomalies;
  }

  private Map<String, LayerFacts.AccountFile> accountFiles() throws IOException {
    int count = count(limits.layerEntries());
    Map<String, LayerFacts.AccountFile> files = new HashMap<>();
    for (int i = 0; i < count; i++) {
      files.put(text(), accountFile());
    }
    return files;
  }

  LayerFacts.AccountFile accountFile() throws IOException {
    return new LayerFacts.AccountFile(hash(), text());
  }

  private List<TableOfContents> tables() throws IOException {
    int count = count(limits.layerEntries());
    List<TableOfContents> tables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tables.add(
          new TableOfContents(
              TableOfContents.Kind.valueOf(text(64)),
              number(),
              number(),
              Digest.parse(text(1_024)),
              number(),
              Digest.parse(text(1_024))));
    }
    return tables;
  }

  Attributes attributes() throws IOException {
    long known = number();
    if (known != 0) {
      return knownAttributes.get(Math.toIntExact(known - 1));
    }
    Attributes attributes =
        new Attributes(
            Math.toIntExact(number()),
            number(),
            number(),
            number(),
            optionalCapabilities(),
            extended());
    if (knownAttributes.size() < FactsWriter.MOST_ATTRIBUTES) {
      knownAttributes.add(attributes);
    }
    return attributes;
  }

  private List<ExtendedAttribute> extended() throws IOException {
    int count = count(limits.headerBytes());
    if (count == 0) {
      return List.of();
    }
    List<ExtendedAttribute> extended = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      extended.add(
          new ExtendedAttribute(
              text(), hash(), octet() != 0 ? Optional.of(acl()) : Optional.empty()));
    }
    return extended;
  }

  private PosixAcl acl() throws IOException {
    int count = count(PosixAcl.MOST_ENTRIES);
    List<PosixAcl.Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int tag = octet();
      if (tag >= PosixAcl.Tag.values().length) {
        throw new IOException("an entry of an ACL of kind " + tag);
      }
      entries.add(new PosixAcl.Entry(PosixAcl.Tag.values()[tag], octet(), number()));
    }
    return new PosixAcl(entries);
  }

  private Optional<FileCapabilities> optionalCapabilities() throws IOException {
    if (octet() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new FileCapabilities(
            Math.toIntExact(number()),
            octet() != 0,
            number(),
            number(),
            octet() != 0 ? Optional.of(number()) : Optional.empty()));
  }

  /** Longer than any text that a scan under these limits writes; redaction may lengthen a file. */
  private int mostOfAnyText() {
    long most =
        65_536L + limits.headerBytes() + limits.pathBytes() + 8L * limits.accountFileBytes();
    return (int) Math.min(most, Integer.MAX_VALUE - 16);
  }

  String path() throws IOException {
    int shared = count(pathLength);
    int added = count(mostOfAnyText() - shared);
    pathLength = shared;
    for (int i = 0; i < added; i++) {
      if (pathLength == path.length) {
        path = Arrays.copyOf(path, path.length * 2);
      }
      path[pathLength++] = character();
    }
    return new String(path, 0, pathLength);
  }

  /** Any text that a scan under these limits writes. */
  String text() throws IOException {
    return text(mostOfAnyText());
  }

  private String text(int most) throws IOException {
    int length = count(most);
    StringBuilder text = new StringBuilder(Math.min(length, MOST_PREALLOCATED));
    for (int i = 0; i < length; i++) {
      text.append(character());
    }
    return text.toString();
  }

  private char character() throws IOException {
    long value = number();
    if (value >>> 16 != 0) {
      throw new IOException("no char");
    }
    return (char) value;
  }

  int count(int most) throws IOException {
    long count = number();
    if (count < 0 || count > most) {
      throw new IOException("a count of " + count + ", at most " + most + " was expected");
    }
    return (int) count;
  }

  private ContentHash hash() throws IOException {
    return new ContentHash(eightBytes(), eightBytes(), eightBytes(), eightBytes());
  }

  private long eightBytes() throws IOException {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  private long number() throws IOException {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    long value = first & 0x7F;
    for (int shift = 7; shift < 64; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a number without end");
  }

  int octet() throws IOException {
    if (position == available && !fill()) {
      throw new EOFException("ends too early");
    }
    return buffer[position++] & 0xFF;
  }

  private boolean fill() throws IOException {
    if (position < available) {
      return true;
    }
    position = 0;
    available = Math.max(in.read(buffer), 0);
    return available > 0;
  }
}
