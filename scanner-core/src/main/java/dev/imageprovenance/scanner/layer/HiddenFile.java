package dev.imageprovenance.scanner.layer;

import java.util.List;

/**
 * A regular file that a higher layer hid or replaced, as it was then; immutable.
 *
 * @param node its place, no longer in the tree
 * @param inode the entry that made it
 * @param attributes in force when it vanished
 * @param layerIndex the layer that last touched it
 */
record HiddenFile(PathNode node, LayerEntry.Inode inode, Attributes attributes, int layerIndex)
    implements TreeNode {
  /** A snapshot of a node that is about to vanish. */
  static HiddenFile of(PathNode node) {
    return new HiddenFile(node, node.inode(), node.attributes(), node.layerIndex());
  }

  /** True for regular files that raise privileges; only those are worth their memory. */
  static boolean isWorthKeeping(PathNode node) {
    return node.isPrivilegedFile();
  }

  @Override
  public String path() {
    return node.path();
  }

  @Override
  public List<String> links() {
    return List.of(path());
  }
}
