package dev.imageprovenance.scanner.layer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The effective root file system after all layers (image-spec layer.md, "Applying Changesets");
 * immutable and thread-safe.
 */
public interface FileTree {
  /** How layers are put on one another. */
  enum Engine {
    /** Each layer is unpacked alone and the kernel overlays them: docker, podman, containerd. */
    OVERLAY("overlay engines"),
    /** Each layer is unpacked over the ones below: vfs drivers, kaniko, umoci. */
    IN_PLACE("engines that unpack in place");

    private final String label;

    Engine(String label) {
      this.label = label;
    }

    /** In words. */
    public String label() {
      return label;
    }
  }

  /** Which engine's file system this is. */
  Engine engine();

  /** The node at exactly this path, links not followed. */
  Optional<TreeNode> find(String path);

  /**
   * The node that a process with this root finds at {@code path}, absolute or relative to the root:
   * every symbolic link is followed, {@code ..} stops at the root. Empty when there is none, or
   * more links than the limit: {@link #exceedsLinkLimit} tells the two apart.
   */
  Optional<TreeNode> resolve(String path);

  /**
   * True when {@link #resolve resolve(path)} gave up because of too many symbolic links or a circle
   * of them, so that nobody can tell what engines with other limits find there.
   */
  boolean exceedsLinkLimit(String path);

  /**
   * Every node with the root first, parents before children, children in the order of their names
   * ({@link String#compareTo}).
   */
  Stream<TreeNode> nodes();

  /**
   * The regular files among {@link #nodes} that raise privileges: with a setuid or setgid bit or
   * with capabilities.
   */
  default Stream<TreeNode> privilegedFiles() {
    return nodes().filter(TreeNode::isPrivilegedFile);
  }

  /**
   * Regular files of lower layers that a higher layer hides or replaces, as they were then and with
   * the layer that last touched them. Only those are kept that raise privileges, as in {@link
   * #privilegedFiles}.
   */
  Stream<TreeNode> hiddenFiles();

  /**
   * The kept content of the regular file that {@link #resolve resolve(path)} finds, also through
   * hard links; its hash is that of the node's content. Empty when there is no such file, and when
   * there is one whose content was not kept: then {@code resolve} is not empty.
   */
  Optional<LayerFacts.AccountFile> accountFile(String path);

  /** Where engines could disagree about these layers. */
  List<TreeAnomaly> anomalies();
}
