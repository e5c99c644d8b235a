package dev.imageprovenance.testimages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Puts a layer together, entry by entry, in the order they are to be written; mutable and not
 * thread-safe. Paths begin with a slash. Parents are not added, entries not sorted and nothing
 * checked, so that wrong layers can be made too.
 */
public final class LayerBuilder {
  private final List<byte[]> pieces = new ArrayList<>();
  private final List<TarEntry> entries = new ArrayList<>();
  private String namePrefix = "";
  private boolean endOfArchive = true;
  private Compression compression = Compression.GZIP;
  private Optional<String> mediaType = Optional.empty();
  private Optional<String> diffId = Optional.empty();
  private Optional<String> createdBy = Optional.empty();
  private OptionalLong declaredSize = OptionalLong.empty();
  private Optional<byte[]> blob = Optional.empty();
  private UnaryOperator<byte[]> tarEdit = UnaryOperator.identity();
  private UnaryOperator<byte[]> storedEdit = UnaryOperator.identity();
  private UnaryOperator<byte[]> servedEdit = UnaryOperator.identity();
  private UnaryOperator<Descriptor> descriptorEdit = UnaryOperator.identity();

  LayerBuilder() {}

  /** Adds a directory. */
  public LayerBuilder directory(String path, int mode) {
    return entry(TarEntry.directory(name(path) + "/", mode));
  }

  /** Adds a regular file. */
  public LayerBuilder file(String path, int mode, byte[] content) {
    return entry(TarEntry.file(name(path), mode, content));
  }

  /** Adds a regular text file in UTF-8. */
  public LayerBuilder file(String path, int mode, String content) {
    return file(path, mode, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a symbolic link. */
  public LayerBuilder symlink(String path, String target) {
    return entry(TarEntry.symlink(name(path), target));
  }

  /** Adds a hard link; engines apply its header's mode and owner to the shared inode. */
  public LayerBuilder hardLink(String path, int mode, String existingPath) {
    return entry(TarEntry.hardLink(name(path), mode, name(existingPath)));
  }

  /** Adds a character device. */
  public LayerBuilder device(String path, int mode, int major, int minor) {
    return entry(TarEntry.of('3', name(path), mode).device(major, minor));
  }

  /** Adds a named pipe. */
  public LayerBuilder fifo(String path, int mode) {
    return entry(TarEntry.of('6', name(path), mode));
  }

  /** Adds the marker that deletes a path of lower layers. */
  public LayerBuilder whiteout(String path) {
    int slash = path.lastIndexOf('/');
    return file(path.substring(0, slash + 1) + ".wh." + path.substring(slash + 1), 0, "");
  }

  /** Adds the marker that hides everything that lower layers have in a directory. */
  public LayerBuilder opaque(String directory) {
    return file((directory.equals("/") ? "" : directory) + "/.wh..wh..opq", 0, "");
  }

  /** Adds an entry with its name as it is. */
  public LayerBuilder rawEntry(TarEntry entry) {
    return entry(entry);
  }

  /** Adds bytes to the tar as they are. */
  public LayerBuilder rawBytes(byte[] bytes) {
    finishEntries();
    pieces.add(bytes.clone());
    return this;
  }

  /** Sets the owner of the entry added last. */
  public LayerBuilder owner(long uid, long gid) {
    last().owner(uid, gid);
    return this;
  }

  /** Sets the names of the owner of the entry added last. */
  public LayerBuilder ownerNames(String user, String group) {
    last().ownerNames(user, group);
    return this;
  }

  /** Gives the entry added last a capability attribute in a SCHILY record. */
  public LayerBuilder capability(byte[] value) {
    return xattr(Capability.ATTRIBUTE, value);
  }

  /** Gives the entry added last an extended attribute in a SCHILY record. */
  public LayerBuilder xattr(String attribute, byte[] value) {
    last().xattr(attribute, value);
    return this;
  }

  /** Gives the entry added last an extended attribute as libarchive writes it: in base64. */
  public LayerBuilder libarchiveXattr(String attribute, byte[] value) {
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(value);
    last().pax("LIBARCHIVE.xattr." + attribute, encoded);
    return this;
  }

  /** Edits the entry added last. */
  public LayerBuilder edit(Consumer<TarEntry> change) {
    change.accept(last());
    return this;
  }

  /** Begins the names of all entries added from now on with {@code ./}. */
  public LayerBuilder dotSlashNames() {
    namePrefix = "./";
    return this;
  }

  /** Leaves out the two zero blocks at the end. */
  public LayerBuilder withoutEndOfArchive() {
    endOfArchive = false;
    return this;
  }

  /** Says how the tar is stored; gzip otherwise. */
  public LayerBuilder compression(Compression newCompression) {
    compression = newCompression;
    return this;
  }

  /** Says another media type than the compression has. */
  public LayerBuilder mediaType(String newMediaType) {
    mediaType = Optional.of(newMediaType);
    return this;
  }

  /** Says in the config another digest of the tar than it has. */
  public LayerBuilder diffId(String claimed) {
    diffId = Optional.of(claimed);
    return this;
  }

  /** Says which instruction made the layer; without it the layer has no history entry. */
  public LayerBuilder createdBy(String instruction) {
    createdBy = Optional.of(instruction);
    return this;
  }

  /** Says another size than the stored bytes have. */
  public LayerBuilder declaredSize(long bytes) {
    declaredSize = OptionalLong.of(bytes);
    return this;
  }

  /** Changes the finished tar; diffID and digest follow. */
  public LayerBuilder editTar(UnaryOperator<byte[]> edit) {
    tarEdit = edit;
    return this;
  }

  /** Changes the stored bytes; the digest follows, the diffID stays. */
  public LayerBuilder editStored(UnaryOperator<byte[]> edit) {
    storedEdit = edit;
    return this;
  }

  /** Changes the bytes that are served; digest, size and diffID stay as they were. */
  public LayerBuilder editServed(UnaryOperator<byte[]> edit) {
    servedEdit = edit;
    return this;
  }

  /** Changes what the manifest says about the layer; the bytes are served for what it says. */
  public LayerBuilder editDescriptor(UnaryOperator<Descriptor> edit) {
    descriptorEdit = edit;
    return this;
  }

  /** Changes what the manifest says about the layer after an earlier change. */
  LayerBuilder alsoEditDescriptor(UnaryOperator<Descriptor> edit) {
    UnaryOperator<Descriptor> before = descriptorEdit;
    descriptorEdit = descriptor -> edit.apply(before.apply(descriptor));
    return this;
  }

  /** Stores these bytes instead of entries; the diffID is their own digest. */
  LayerBuilder blob(byte[] bytes) {
    blob = Optional.of(bytes.clone());
    return this;
  }

  TestLayer build(String algorithm, boolean docker) {
    byte[] tar = tarEdit.apply(blob.orElseGet(this::tar));
    byte[] stored = storedEdit.apply(blob.isPresent() ? tar : compression.encode(tar));
    String type = mediaType.orElseGet(() -> compression.mediaType(docker));
    Descriptor honest = Descriptor.of(type, algorithm, stored);
    Descriptor sized = honest.withSize(declaredSize.orElse(honest.size()));
    String trueDiffId = Digests.of(algorithm, tar);
    return new TestLayer(
        tar,
        stored,
        servedEdit.apply(stored),
        descriptorEdit.apply(sized),
        trueDiffId,
        diffId.orElse(trueDiffId),
        createdBy);
  }

  private byte[] tar() {
    finishEntries();
    TarBytes tar = new TarBytes();
    pieces.forEach(tar::raw);
    return endOfArchive ? tar.end().toByteArray() : tar.toByteArray();
  }

  private LayerBuilder entry(TarEntry entry) {
    entries.add(entry);
    return this;
  }

  private void finishEntries() {
    entries.forEach(entry -> pieces.add(entry.toBytes()));
    entries.clear();
  }

  private TarEntry last() {
    if (entries.isEmpty()) {
      throw new IllegalStateException("there is no entry yet to change");
    }
    return entries.get(entries.size() - 1);
  }

  private String name(String path) {
    return namePrefix + (path.startsWith("/") ? path.substring(1) : path);
  }
}
