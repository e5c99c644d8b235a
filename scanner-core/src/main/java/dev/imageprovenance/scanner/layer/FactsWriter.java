package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes facts of a layer in the form that {@link FactsReader} reads; not thread-safe.
 *
 * <p>Numbers are in groups of seven bits, lowest first, the eighth saying that more follow. A path
 * is the count of chars that it has in common with the path before and the rest, each char a
 * number. Attributes that came before are their position. Every list begins with its count.
 */
final class FactsWriter {
  /** Beyond that many, attributes are written out. */
  static final int MOST_ATTRIBUTES = 1 << 16;

  /** Entry tags. */
  static final int FILE = 0;

  static final int DIRECTORY = 1;
  static final int SYMBOLIC_LINK = 2;
  static final int HARD_LINK = 3;
  static final int BLOCK_DEVICE = 4;
  static final int CHARACTER_DEVICE = 5;
  static final int FIFO = 6;
  static final int WHITEOUT = 7;
  static final int OPAQUE_WHITEOUT = 8;
  static final int SCRIPT = 9;
  static final int ELF = 10;

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private int buffered;
  private final Map<Attributes, Integer> knownAttributes = new HashMap<>();
  private String lastPath = "";

  FactsWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes everything and hands the last byte on. */
  void write(String key, LayerFacts facts) throws IOException {
    text(key);
    head(facts);
    number(facts.entries().size());
    for (LayerEntry entry : facts.entries()) {
      entry(entry);
    }
    anomalies(facts.anomalies());
    number(facts.accountFiles().size());
    for (Map.Entry<String, LayerFacts.AccountFile> file : facts.accountFiles().entrySet()) {
      text(file.getKey());
      accountFile(file.getValue());
    }
    tables(facts.tables());
    flush();
  }

  /** What a layer's facts begin with: digests, sizes, compression. */
  void head(LayerFacts facts) throws IOException {
    text(facts.storedDigest().toString());
    number(facts.storedSize());
    text(facts.diffId().toString());
    number(facts.uncompressedSize());
    text(facts.compression().name());
  }

  void anomalies(List<LayerAnomaly> anomalies) throws IOException {
    number(anomalies.size());
    for (LayerAnomaly anomaly : anomalies) {
      text(anomaly.kind().name());
      text(anomaly.path());
      text(anomaly.detail());
    }
  }

  void tables(List<TableOfContents> tables) throws IOException {
    number(tables.size());
    for (TableOfContents table : tables) {
      text(table.kind().name());
      number(table.storedOffset());
      number(table.storedSize());
      text(table.storedDigest().toString());
      number(table.size());
      text(table.digest().toString());
    }
  }

  void accountFile(LayerFacts.AccountFile file) throws IOException {
    hash(file.hash());
    text(file.text());
  }

  private static int tag(ProgramFormat program) {
    return switch (program) {
      case SCRIPT -> SCRIPT;
      case ELF -> ELF;
      case NONE -> FILE;
    };
  }

  void entry(LayerEntry entry) throws IOException {
    if (entry instanceof LayerEntry.RegularFile file) {
      inode(tag(file.program()), file);
      number(file.size());
      hash(file.content());
    } else if (entry instanceof LayerEntry.Directory directory) {
      inode(DIRECTORY, directory);
    } else if (entry instanceof LayerEntry.SymbolicLink link) {
      inode(SYMBOLIC_LINK, link);
      text(link.target());
    } else if (entry instanceof LayerEntry.HardLink link) {
      inode(HARD_LINK, link);
      text(link.target());
    } else if (entry instanceof LayerEntry.Device device) {
      inode(device.block() ? BLOCK_DEVICE : CHARACTER_DEVICE, device);
      number(device.major());
      number(device.minor());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      inode(FIFO, fifo);
    } else {
      octet(entry instanceof LayerEntry.OpaqueWhiteout ? OPAQUE_WHITEOUT : WHITEOUT);
      path(entry.path());
    }
  }

  private void inode(int tag, LayerEntry.Inode inode) throws IOException {
    octet(tag);
    path(inode.path());
    attributes(inode.attributes());
  }

  void attributes(Attributes attributes) throws IOException {
    @Nullable Integer known = knownAttributes.get(attributes);
    if (known != null) {
      number(known + 1L);
      return;
    }
    if (knownAttributes.size() < MOST_ATTRIBUTES) {
      knownAttributes.put(attributes, knownAttributes.size());
    }
    number(0);
    number(attributes.mode());
    number(attributes.uid());
    number(attributes.gid());
    number(attributes.modifiedSeconds());
    octet(attributes.capabilities().isPresent() ? 1 : 0);
    if (attributes.capabilities().isPresent()) {
      capabilities(attributes.capabilities().get());
    }
    number(attributes.extended().size());
    for (ExtendedAttribute attribute : attributes.extended()) {
      text(attribute.name());
      hash(attribute.value());
      octet(attribute.acl().isPresent() ? 1 : 0);
      if (attribute.acl().isPresent()) {
        acl(attribute.acl().get());
      }
    }
  }

  private void acl(PosixAcl acl) throws IOException {
    number(acl.entries().size());
    for (PosixAcl.Entry entry : acl.entries()) {
      octet(entry.tag().ordinal());
      octet(entry.permissions());
      number(entry.id());
    }
  }

  private void capabilities(FileCapabilities capabilities) throws IOException {
    number(capabilities.revision());
    octet(capabilities.effective() ? 1 : 0);
    number(capabilities.permitted());
    number(capabilities.inheritable());
    octet(capabilities.rootId().isPresent() ? 1 : 0);
    if (capabilities.rootId().isPresent()) {
      number(capabilities.rootId().get());
    }
  }

  void path(String path) throws IOException {
    int shared = 0;
    int most = Math.min(path.length(), lastPath.length());
    while (shared < most && path.charAt(shared) == lastPath.charAt(shared)) {
      shared++;
    }
    number(shared);
    chars(path, shared);
    lastPath = path;
  }

  void text(String text) throws IOException {
    chars(text, 0);
  }

  private void chars(String text, int from) throws IOException {
    number(text.length() - from);
    for (int i = from; i < text.length(); i++) {
      number(text.charAt(i));
    }
  }

  private void hash(ContentHash hash) throws IOException {
    eightBytes(hash.a());
    eightBytes(hash.b());
    eightBytes(hash.c());
    eightBytes(hash.d());
  }

  private void eightBytes(long value) throws IOException {
    for (int shift = 56; shift >= 0; shift -= 8) {
      octet((int) (value >>> shift));
    }
  }

  void number(long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      octet((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void octet(int value) throws IOException {
    if (buffered == buffer.length) {
      flush();
    }
    buffer[buffered++] = (byte) value;
  }

  void flush() throws IOException {
    out.write(buffer, 0, buffered);
    buffered = 0;
  }
}
