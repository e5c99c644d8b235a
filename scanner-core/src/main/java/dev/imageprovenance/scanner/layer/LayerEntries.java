package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a layer's tar headers into entries and hashes file content; not thread-safe. */
final class LayerEntries {
  private static final int BUFFER = 64 * 1024;

  /** What a kept hash, or an entry of an ACL, takes of the memory that paths may have. */
  private static final int HASH_CHARS = 32;

  private static final String WHITEOUT = ".wh.";
  private static final String AUFS = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final List<String> OVERLAY_ATTRIBUTES =
      List.of(
          "trusted.overlay.",
          "user.overlay.",
          "user.fuseoverlayfs.",
          "user.containers.override_stat");

  private final Limits limits;
  private final Cancellation cancellation;
  private final AnomalyLog anomalies;
  private final AccountFiles accountFiles;
  private final Optional<EstargzTables> tables;
  private final PathLedger ledger;
  private final AttributesPool attributesPool = new AttributesPool();
  private final MessageDigest contentHasher = DigestAlgorithm.SHA256.newHasher();
  private final byte[] buffer = new byte[BUFFER];
  private final List<LayerEntry> entries = new ArrayList<>();
  private long headers;
  private long contentBytes;

  /** Hears of the entry that is an eStargz layer's table of contents. */
  interface EstargzTables {
    /**
     * Looks at its content.
     *
     * @param content need not be read to its end
     * @param startOffset of its first header in the uncompressed stream
     */
    void compare(InputStream content, long startOffset) throws IOException;

    /** All of its content was read. */
    void found(ContentHash content, long size);
  }

  /**
   * Collects entries.
   *
   * @param tables hears of tables of contents in the tar; empty where no runtime looks for one
   */
  LayerEntries(
      Limits limits,
      Cancellation cancellation,
      AnomalyLog anomalies,
      AccountFiles accountFiles,
      Optional<EstargzTables> tables) {
    this.limits = limits;
    this.cancellation = cancellation;
    this.anomalies = anomalies;
    this.accountFiles = accountFiles;
    this.tables = tables;
    this.ledger = new PathLedger(limits, anomalies);
  }

  /** The entry of {@code header}, whose content {@code tar} stands at. */
  void add(TarHeader header, TarReader tar) throws IOException {
    if (++headers > limits.layerEntries()) {
      throw Problems.limit("layerEntries", limits.layerEntries(), "The number of tar entries");
    }
    String path = PathName.normalise(header.name());
    reportEscape(path, header.name(), "name");
    String baseName = PathName.baseName(path);
    if (baseName.startsWith(WHITEOUT)) {
      addWhiteout(path, baseName);
      return;
    }
    if (path.startsWith(AUFS)) {
      reportAufsContent(path);
    }
    addInode(path, header, tar);
  }

  /**
   * The entry behind the end of the tar, which is a table of contents and no entry of the layer.
   */
  void readAppended(TarHeader header, TarReader tar) throws IOException {
    readContent(TocNames.ESTARGZ_TABLE, header, tar, null, new ProgramMark());
  }

  /** A view of the entries so far, which grows. */
  List<LayerEntry> soFar() {
    return Collections.unmodifiableList(entries);
  }

  /** All entries, unmodifiable. */
  List<LayerEntry> toList() {
    ((ArrayList<LayerEntry>) entries).trimToSize();
    return Collections.unmodifiableList(entries);
  }

  private void addWhiteout(String path, String baseName) {
    String directory = PathName.parent(path);
    String hidden = baseName.substring(WHITEOUT.length());
    if (baseName.equals(OPAQUE)) {
      ledger.checkParents(path);
      ledger.account(directory);
      entries.add(new LayerEntry.OpaqueWhiteout(directory));
    } else if (baseName.startsWith(AUFS)) {
      anomalies.add(
          LayerAnomaly.Kind.AUFS_METADATA,
          path,
          "docker skips it, containerd and podman take it for a whiteout");
    } else if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      anomalies.add(
          LayerAnomaly.Kind.MISPLACED_WHITEOUT, path, "a whiteout that names no file to hide");
    } else {
      String hiddenPath = directory.isEmpty() ? hidden : directory + "/" + hidden;
      ledger.account(hiddenPath);
      ledger.checkWhiteout(hiddenPath);
      entries.add(new LayerEntry.Whiteout(hiddenPath));
    }
  }

  /**
   * The name of AUFS's directory is a whiteout, but what lies below it has an ordinary name: only
   * some engines know the directory and skip its content, the others unpack it.
   */
  private void reportAufsContent(String path) {
    anomalies.add(
        LayerAnomaly.Kind.AUFS_METADATA,
        path,
        "below a directory of AUFS: docker skips it, containerd and podman unpack it");
  }

  private void addInode(String path, TarHeader header, TarReader tar) throws IOException {
    LayerEntry.@Nullable Inode inode = inode(path, header, tar);
    if (inode == null) {
      return;
    }
    ledger.enter(path, ledgerKind(inode));
    entries.add(inode);
  }

  /** The inode of an entry that is no whiteout; null, and an anomaly, if it is not applied. */
  private LayerEntry.@Nullable Inode inode(String path, TarHeader header, TarReader tar)
      throws IOException {
    if (path.isEmpty() && header.type() != TarHeader.DIRECTORY) {
      anomalies.add(
          LayerAnomaly.Kind.UNKNOWN_ENTRY_TYPE,
          path,
          "an entry for the root that is no directory, of type " + type(header));
      return null;
    }
    accountFiles.forget(path);
    return switch (header.type()) {
      case TarHeader.REGULAR, TarHeader.GNU_SPARSE -> readRegularFile(path, header, tar);
      case TarHeader.CONTIGUOUS -> {
        anomalies.add(
            LayerAnomaly.Kind.AMBIGUOUS_HEADER,
            path,
            "a contiguous file; container engines refuse it, other readers take it for a file");
        yield readRegularFile(path, header, tar);
      }
      case TarHeader.DIRECTORY -> new LayerEntry.Directory(path, attributes(path, header));
      case TarHeader.SYMBOLIC_LINK -> symbolicLink(path, header);
      case TarHeader.HARD_LINK -> hardLink(path, header);
      case TarHeader.CHARACTER_DEVICE -> device(path, header, false);
      case TarHeader.BLOCK_DEVICE -> device(path, header, true);
      case TarHeader.FIFO -> new LayerEntry.Fifo(path, attributes(path, header));
      default -> {
        anomalies.add(
            LayerAnomaly.Kind.UNKNOWN_ENTRY_TYPE,
            path,
            "the type " + type(header) + " is none that engines apply");
        yield null;
      }
    };
  }

  private LayerEntry.RegularFile readRegularFile(String path, TarHeader header, TarReader tar)
      throws IOException {
    boolean keep = accountFiles.wants(path, header.size());
    byte @Nullable [] kept = keep ? new byte[(int) header.size()] : null;
    ProgramMark mark = new ProgramMark();
    ContentHash hash = readContent(path, header, tar, kept, mark);
    if (kept != null) {
      accountFiles.keep(path, hash, kept);
    }
    return new LayerEntry.RegularFile(
        path, attributes(path, header), header.size(), hash, mark.format());
  }

  private ContentHash readContent(
      String path, TarHeader header, TarReader tar, byte @Nullable [] kept, ProgramMark mark)
      throws IOException {
    if (tables.isPresent() && path.equals(TocNames.ESTARGZ_TABLE)) {
      tables.get().compare(new HashedContent(tar), tar.startOffset());
      ContentHash hash = hashContent(header, tar, null, mark);
      tables.get().found(hash, header.size());
      return hash;
    }
    return hashContent(header, tar, kept, mark);
  }

  private ContentHash hashContent(
      TarHeader header, TarReader tar, byte @Nullable [] kept, ProgramMark mark)
      throws IOException {
    countContent(header);
    int position = 0;
    for (int n = tar.read(buffer, 0, BUFFER); n >= 0; n = tar.read(buffer, 0, BUFFER)) {
      cancellation.throwIfCancelled();
      contentHasher.update(buffer, 0, n);
      mark.see(buffer, n);
      if (kept != null) {
        System.arraycopy(buffer, 0, kept, position, n);
        position += n;
      }
    }
    return ContentHash.of(contentHasher.digest());
  }

  /** Holes of sparse files are hashed as well, so they must not add up without a bound. */
  private void countContent(TarHeader header) {
    contentBytes += header.size();
    if (contentBytes < 0 || contentBytes > limits.layerUncompressedBytes()) {
      throw Problems.limit(
          "layerUncompressedBytes",
          limits.layerUncompressedBytes(),
          "The content of all files, sparse ones expanded,");
    }
  }

  private LayerEntry.SymbolicLink symbolicLink(String path, TarHeader header) {
    ledger.account(header.linkName());
    return new LayerEntry.SymbolicLink(path, attributes(path, header), header.linkName());
  }

  private LayerEntry.HardLink hardLink(String path, TarHeader header) {
    String target = PathName.normalise(header.linkName());
    ledger.account(target);
    reportEscape(path, header.linkName(), "link target");
    ledger.checkLinkTarget(path, target);
    return new LayerEntry.HardLink(path, attributes(path, header), target);
  }

  private LayerEntry.Device device(String path, TarHeader header, boolean block) {
    if (!block && header.major() == 0 && header.minor() == 0) {
      anomalies.add(
          LayerAnomaly.Kind.OVERLAY_WHITEOUT_DEVICE,
          path,
          "a character device 0:0, which hides the path of lower layers on overlay engines");
    }
    return new LayerEntry.Device(
        path, attributes(path, header), block, header.major(), header.minor());
  }

  private Attributes attributes(String path, TarHeader header) {
    reportOverlayAttributes(path, header);
    return attributesPool.share(
        new Attributes(
            header.mode() & 07777,
            owner(path, "uid", header.uid()),
            owner(path, "gid", header.gid()),
            header.modifiedSeconds(),
            capabilities(path, header),
            extended(header)));
  }

  /** All but capabilities, and what overlays obey: that is an anomaly. */
  private List<ExtendedAttribute> extended(TarHeader header) {
    if (header.attributes().isEmpty()) {
      return List.of();
    }
    SortedMap<String, ExtendedAttribute> extended = new TreeMap<>();
    for (Map.Entry<String, byte[]> attribute : header.attributes().entrySet()) {
      String name = attribute.getKey();
      if (!name.equals(FileCapabilities.ATTRIBUTE) && !isOverlayAttribute(name)) {
        ExtendedAttribute kept = ExtendedAttribute.of(name, attribute.getValue());
        int entries = kept.acl().map(acl -> acl.entries().size()).orElse(0);
        ledger.account(name.length() + HASH_CHARS * (1 + entries));
        extended.put(name, kept);
      }
    }
    return List.copyOf(extended.values());
  }

  /** Engines pass an owner on as unsigned 32 bits, and the kernel keeps root for the largest. */
  private long owner(String path, String what, long written) {
    long applied = appliedOwner(written);
    if (applied != written) {
      anomalies.add(
          LayerAnomaly.Kind.OWNER_WRAPS,
          path,
          "the " + what + " " + written + " becomes " + applied + " on every engine");
    }
    return applied;
  }

  /** The owner that engines make of a number. */
  static long appliedOwner(long written) {
    long truncated = written & 0xFFFFFFFFL;
    return truncated == 0xFFFFFFFFL ? 0 : truncated;
  }

  private Optional<FileCapabilities> capabilities(String path, TarHeader header) {
    byte[] raw = header.attributes().get(FileCapabilities.ATTRIBUTE);
    if (raw == null) {
      return Optional.empty();
    }
    Optional<FileCapabilities> capabilities = FileCapabilities.decode(raw);
    if (capabilities.isEmpty()) {
      anomalies.add(
          LayerAnomaly.Kind.MALFORMED_CAPABILITY,
          path,
          "a "
              + FileCapabilities.ATTRIBUTE
              + " of "
              + raw.length
              + " bytes that is no capability set");
    } else if (capabilities.get().revision() == 1) {
      anomalies.add(
          LayerAnomaly.Kind.MALFORMED_CAPABILITY,
          path,
          "a " + FileCapabilities.ATTRIBUTE + " of revision 1, which kernels no longer accept");
    }
    return capabilities;
  }

  private void reportOverlayAttributes(String path, TarHeader header) {
    for (String name : header.attributes().keySet()) {
      if (isOverlayAttribute(name)) {
        anomalies.add(
            LayerAnomaly.Kind.OVERLAY_ATTRIBUTE, path, "the attribute " + Text.excerpt(name));
      }
    }
  }

  /** True for an attribute that the kernel's overlay or fuse-overlayfs obeys. */
  static boolean isOverlayAttribute(String name) {
    return OVERLAY_ATTRIBUTES.stream().anyMatch(name::startsWith);
  }

  private void reportEscape(String path, String written, String what) {
    if (PathName.hasParentReference(written)) {
      anomalies.add(
          LayerAnomaly.Kind.ESCAPING_NAME,
          path,
          "the " + what + " is written \"" + Text.excerpt(written) + "\"");
    }
  }

  private static PathLedger.Kind ledgerKind(LayerEntry.Inode inode) {
    if (inode instanceof LayerEntry.Directory) {
      return PathLedger.Kind.DIRECTORY;
    }
    return inode instanceof LayerEntry.SymbolicLink
        ? PathLedger.Kind.SYMBOLIC_LINK
        : PathLedger.Kind.OTHER;
  }

  private static String type(TarHeader header) {
    return "\"" + Text.escape(String.valueOf(header.type())) + "\"";
  }

  /** The current entry's content, hashed on its way to somebody who looks at it. */
  private final class HashedContent extends InputStream {
    private final TarReader tar;

    HashedContent(TarReader tar) {
      this.tar = tar;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      cancellation.throwIfCancelled();
      int count = tar.read(target, offset, length);
      if (count > 0) {
        contentHasher.update(target, offset, count);
      }
      return count;
    }
  }

  /** Tells by the first bytes what kind of program a file announces itself to be. */
  private static final class ProgramMark {
    private static final byte[] SCRIPT = {'#', '!'};
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final byte[] first = new byte[ELF.length];
    private int seen;

    void see(byte[] bytes, int count) {
      for (int i = 0; i < count && seen < first.length; i++) {
        first[seen++] = bytes[i];
      }
    }

    ProgramFormat format() {
      if (begins(SCRIPT)) {
        return ProgramFormat.SCRIPT;
      }
      return begins(ELF) ? ProgramFormat.ELF : ProgramFormat.NONE;
    }

    private boolean begins(byte[] mark) {
      return seen >= mark.length && Arrays.equals(mark, 0, mark.length, first, 0, mark.length);
    }
  }
}
