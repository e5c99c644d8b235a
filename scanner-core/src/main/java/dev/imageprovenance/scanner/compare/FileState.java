package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.layer.CapabilityNames;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.ExtendedAttribute;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.ProgramFormat;
import dev.imageprovenance.scanner.layer.TreeNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One path of a file tree as it is on one side of a comparison; immutable.
 *
 * @param type what kind of inode
 * @param mode permission bits with setuid, setgid and sticky (07777)
 * @param uid owner, unsigned 32 bits
 * @param gid group, unsigned 32 bits
 * @param size bytes of content; 0 for what has none
 * @param content sha256 of a regular file's content
 * @param target a symbolic link's target, or {@code major:minor} of a device
 * @param capabilities file capabilities
 * @param attributes other extended attributes, by name
 * @param program what a regular file's content announces itself to be
 * @param layerIndex the layer that last touched it, 0 is the lowest
 */
public record FileState(
    Type type,
    int mode,
    long uid,
    long gid,
    long size,
    Optional<ContentHash> content,
    Optional<String> target,
    Optional<FileCapabilities> capabilities,
    List<ExtendedAttribute> attributes,
    ProgramFormat program,
    int layerIndex) {

  /** Kinds of inodes. */
  public enum Type {
    FILE("file"),
    DIRECTORY("directory"),
    SYMBOLIC_LINK("symlink"),
    CHARACTER_DEVICE("char"),
    BLOCK_DEVICE("block"),
    FIFO("fifo");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  private static final int ANY_EXECUTE = 0111;
  private static final int SET_ID = 06000;

  /** The state of {@code node}. */
  static FileState of(TreeNode node) {
    LayerEntry.Inode inode = node.inode();
    boolean isFile = inode instanceof LayerEntry.RegularFile;
    return new FileState(
        type(inode),
        node.attributes().mode(),
        node.attributes().uid(),
        node.attributes().gid(),
        isFile ? ((LayerEntry.RegularFile) inode).size() : 0,
        node.content(),
        target(inode),
        node.attributes().capabilities(),
        node.attributes().extended(),
        isFile ? ((LayerEntry.RegularFile) inode).program() : ProgramFormat.NONE,
        node.layerIndex());
  }

  private static Type type(LayerEntry.Inode inode) {
    if (inode instanceof LayerEntry.RegularFile) {
      return Type.FILE;
    }
    if (inode instanceof LayerEntry.Directory) {
      return Type.DIRECTORY;
    }
    if (inode instanceof LayerEntry.SymbolicLink) {
      return Type.SYMBOLIC_LINK;
    }
    if (inode instanceof LayerEntry.Device device) {
      return device.block() ? Type.BLOCK_DEVICE : Type.CHARACTER_DEVICE;
    }
    return Type.FIFO;
  }

  private static Optional<String> target(LayerEntry.Inode inode) {
    if (inode instanceof LayerEntry.SymbolicLink link) {
      return Optional.of(link.target());
    }
    return inode instanceof LayerEntry.Device device
        ? Optional.of(device.major() + ":" + device.minor())
        : Optional.empty();
  }

  /** The same with those of its extended attributes that are wanted, capabilities aside. */
  FileState withAttributes(Predicate<String> wanted) {
    if (attributes.isEmpty()) {
      return this;
    }
    return new FileState(
        type,
        mode,
        uid,
        gid,
        size,
        content,
        target,
        capabilities,
        attributes.stream().filter(attribute -> wanted.test(attribute.name())).toList(),
        program,
        layerIndex);
  }

  /** The extended attribute of that name. */
  Optional<ExtendedAttribute> attribute(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }

  /**
   * True for a regular file that the kernel, a loader or an interpreter may execute: it has an
   * execute bit, or it is a script, a program or a shared library by its first bytes.
   */
  public boolean isExecutable() {
    return type == Type.FILE && ((mode & ANY_EXECUTE) != 0 || program != ProgramFormat.NONE);
  }

  /** True for a regular file with a setuid or setgid bit. */
  public boolean isSetId() {
    return type == Type.FILE && (mode & SET_ID) != 0;
  }

  /** True for a device of either kind. */
  public boolean isDevice() {
    return type == Type.CHARACTER_DEVICE || type == Type.BLOCK_DEVICE;
  }

  /** The names of the permitted capabilities; empty when there are none. */
  public List<String> capabilityNames() {
    return capabilities.map(caps -> CapabilityNames.in(caps.permitted())).orElse(List.of());
  }
}
