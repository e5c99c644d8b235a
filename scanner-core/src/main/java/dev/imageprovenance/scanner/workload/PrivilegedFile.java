package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerEntry.RegularFile;
import dev.imageprovenance.scanner.layer.ProgramFormat;
import dev.imageprovenance.scanner.layer.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of an image that gives rights to whoever executes it, with what decides who may;
 * immutable.
 *
 * @param path absolute
 * @param attributes of the file
 * @param directories of each directory above it, the root first
 */
record PrivilegedFile(String path, Attributes attributes, List<Attributes> directories) {
  private static final int ANY_EXECUTE = 0111;
  private static final int GROUP_EXECUTE = 0010;

  PrivilegedFile {
    directories = List.copyOf(directories);
  }

  /** The file at {@code node}, if executing it gives rights. */
  static Optional<PrivilegedFile> of(FileTree tree, TreeNode node) {
    if (!(node.inode() instanceof RegularFile file)) {
      return Optional.empty();
    }
    PrivilegedFile found =
        new PrivilegedFile("/" + node.path(), node.attributes(), directories(tree, node.path()));
    // The kernel runs a script's interpreter instead, with that one's rights.
    boolean givesRights =
        file.program() != ProgramFormat.SCRIPT
            && (found.setsUser() || found.setsGroup() || found.capabilities().isPresent());
    return givesRights ? Optional.of(found) : Optional.empty();
  }

  private static List<Attributes> directories(FileTree tree, String path) {
    List<Attributes> directories = new ArrayList<>();
    tree.find("").map(TreeNode::attributes).ifPresent(directories::add);
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      tree.find(path.substring(0, slash)).map(TreeNode::attributes).ifPresent(directories::add);
    }
    return directories;
  }

  boolean setsUser() {
    return attributes.isSetuid() && (attributes.mode() & ANY_EXECUTE) != 0;
  }

  /** Without the group's permission to execute, the bit once meant mandatory locking. */
  boolean setsGroup() {
    return attributes.isSetgid() && (attributes.mode() & GROUP_EXECUTE) != 0;
  }

  boolean setsUserToRoot() {
    return setsUser() && attributes.uid() == 0;
  }

  /**
   * Capabilities that count where the host's user IDs do: not those of another namespace's root.
   */
  Optional<FileCapabilities> capabilities() {
    return attributes
        .capabilities()
        .filter(given -> given.rootId().filter(root -> root != 0).isEmpty());
  }

  /** Whether that user may execute it, by owner, group and others as the kernel does. */
  boolean isExecutableBy(long uid, Set<Long> groups) {
    return directories.stream().allMatch(directory -> mayExecute(directory, uid, groups))
        && mayExecute(attributes, uid, groups);
  }

  /** Whether some group would let that user execute it. */
  boolean isExecutableInSomeGroup(long uid) {
    return directories.stream().allMatch(directory -> mayExecuteInSomeGroup(directory, uid))
        && mayExecuteInSomeGroup(attributes, uid);
  }

  private static boolean mayExecute(Attributes attributes, long uid, Set<Long> groups) {
    int shift = attributes.uid() == uid ? 6 : groups.contains(attributes.gid()) ? 3 : 0;
    return (attributes.mode() >> shift & 1) != 0;
  }

  private static boolean mayExecuteInSomeGroup(Attributes attributes, long uid) {
    return attributes.uid() == uid
        ? (attributes.mode() & 0100) != 0
        : (attributes.mode() & 0011) != 0;
  }
}
