package dev.imageprovenance.scanner.layer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the hard links of one inode have in common; not thread-safe while its tree is built,
 * immutable from then on.
 */
final class SharedInode {
  private final LayerEntry.Inode entry;
  private final int contentLayer;
  private final List<PathNode> nodes = new ArrayList<>(2);
  private Attributes attributes;
  private int layer;
  private @Nullable List<String> sortedLinks;

  private SharedInode(LayerEntry.Inode entry, PathNode first) {
    this.entry = entry;
    this.contentLayer = first.ownLayer();
    this.layer = first.ownLayer();
    this.attributes = entry.attributes();
    this.nodes.add(first);
  }

  /** The shared inode behind {@code node}, made when it had only one link until now. */
  static SharedInode of(PathNode node) {
    SharedInode known = node.shared;
    if (known == null) {
      known = new SharedInode(node.inode(), node);
      node.shared = known;
    }
    return known;
  }

  /** One more path. */
  void add(PathNode node) {
    node.entry = entry;
    node.shared = this;
    nodes.add(node);
  }

  /** A hard link's header of {@code byLayer} was applied. */
  void touch(Attributes newAttributes, int byLayer) {
    attributes = newAttributes;
    layer = byLayer;
  }

  LayerEntry.Inode entry() {
    return entry;
  }

  int contentLayer() {
    return contentLayer;
  }

  int layer() {
    return layer;
  }

  Attributes attributes() {
    return attributes;
  }

  /**
   * The paths that are left, sorted. Kept after the first call, for an inode may have as many links
   * as an image has entries; a race between callers makes equal lists.
   */
  List<String> links() {
    List<String> links = sortedLinks;
    if (links == null) {
      links =
          nodes.stream().filter(node -> !node.isDetached()).map(PathNode::path).sorted().toList();
      sortedLinks = links;
    }
    return links;
  }
}
