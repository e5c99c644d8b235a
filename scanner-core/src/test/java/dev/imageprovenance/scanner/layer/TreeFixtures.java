package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Short words for layers and trees in tests. */
final class TreeFixtures {
  static final FileCapabilities NET_RAW =
      new FileCapabilities(2, true, 1L << 13, 0, Optional.empty());
  static final FileCapabilities NET_RAW_AND_SETUID =
      new FileCapabilities(2, true, 1L << 13 | 1L << 7, 0, Optional.empty());

  private TreeFixtures() {}

  /** What engines of that kind make of the layers. */
  static FileTree on(FileTree.Engine engine, LayerFacts... layers) {
    return FileTreeBuilder.build(List.of(layers), engine, Limits.defaults());
  }

  static LayerFacts layer(LayerEntry... entries) {
    return layer(List.of(entries), Map.of());
  }

  static LayerFacts layer(
      List<LayerEntry> entries, Map<String, LayerFacts.AccountFile> accountFiles) {
    Digest digest = Digest.sha256(new byte[] {1});
    return new LayerFacts(digest, 1, digest, 1, Compression.GZIP, entries, List.of(), accountFiles);
  }

  static Attributes mode(int mode) {
    return new Attributes(mode, 0, 0, 0, Optional.empty());
  }

  static Attributes owned(int mode, long uid, long gid) {
    return new Attributes(mode, uid, gid, 0, Optional.empty());
  }

  static Attributes capable(int mode, FileCapabilities capabilities) {
    return new Attributes(mode, 0, 0, 0, Optional.of(capabilities));
  }

  static LayerEntry.RegularFile file(String path) {
    return file(path, 0644);
  }

  static LayerEntry.RegularFile file(String path, int mode) {
    return file(path, mode(mode));
  }

  static LayerEntry.RegularFile file(String path, Attributes attributes) {
    return new LayerEntry.RegularFile(path, attributes, path.length(), contentOf(path));
  }

  static LayerEntry.RegularFile fileWith(String path, String content) {
    return new LayerEntry.RegularFile(path, mode(0644), content.length(), contentOf(content));
  }

  static ContentHash contentOf(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return ContentHash.of(HexFormat.of().parseHex(Digest.sha256(bytes).encoded()));
  }

  static LayerEntry.Directory dir(String path) {
    return dir(path, 0755);
  }

  static LayerEntry.Directory dir(String path, int mode) {
    return new LayerEntry.Directory(path, mode(mode));
  }

  static LayerEntry.SymbolicLink symlink(String path, String target) {
    return new LayerEntry.SymbolicLink(path, mode(0777), target);
  }

  static LayerEntry.HardLink hardLink(String path, String target) {
    return hardLink(path, target, mode(0644));
  }

  static LayerEntry.HardLink hardLink(String path, String target, Attributes attributes) {
    return new LayerEntry.HardLink(path, attributes, target);
  }

  static LayerEntry.Device device(String path, long major, long minor) {
    return new LayerEntry.Device(path, mode(0600), false, major, minor);
  }

  static LayerEntry.Whiteout whiteout(String path) {
    return new LayerEntry.Whiteout(path);
  }

  static LayerEntry.OpaqueWhiteout opaque(String path) {
    return new LayerEntry.OpaqueWhiteout(path);
  }

  static FileTrees build(LayerFacts... lowestFirst) {
    return FileTreeBuilder.build(List.of(lowestFirst), Limits.defaults());
  }

  static FileTree overlay(LayerFacts... lowestFirst) {
    return FileTreeBuilder.build(List.of(lowestFirst), FileTree.Engine.OVERLAY, Limits.defaults());
  }

  static FileTree inPlace(LayerFacts... lowestFirst) {
    return FileTreeBuilder.build(List.of(lowestFirst), FileTree.Engine.IN_PLACE, Limits.defaults());
  }

  /** Limits with a bound on nodes, path length and link hops. */
  static Limits limits(int treeEntries, int pathBytes, int symlinkHops) {
    Limits d = Limits.defaults();
    return new Limits(
        d.manifestBytes(),
        d.configBytes(),
        d.jsonDepth(),
        d.indexDepth(),
        d.indexManifests(),
        d.layers(),
        d.layerUncompressedBytes(),
        d.layerRatio(),
        d.layerEntries(),
        treeEntries,
        pathBytes,
        d.headerBytes(),
        d.sparseBytes(),
        d.zstdWindowLog(),
        d.accountFileBytes(),
        symlinkHops,
        d.archiveEntries(),
        d.tocBytes());
  }

  /** The paths in the order of the tree, without the root. */
  static List<String> paths(FileTree tree) {
    return tree.nodes().map(TreeNode::path).filter(path -> !path.isEmpty()).toList();
  }

  static TreeNode node(FileTree tree, String path) {
    return tree.find(path).orElseThrow(() -> new AssertionError(path + " is not in the tree"));
  }

  static boolean has(FileTree tree, TreeAnomaly.Kind kind) {
    return tree.anomalies().stream().anyMatch(anomaly -> anomaly.kind() == kind);
  }

  static List<TreeAnomaly.Kind> kinds(FileTree tree) {
    return tree.anomalies().stream().map(TreeAnomaly::kind).toList();
  }

  /** Everything that a tree says about its nodes, a line each. */
  static String dump(FileTree tree) {
    return tree.nodes().map(TreeFixtures::describe).collect(Collectors.joining("\n"));
  }

  static String describe(TreeNode node) {
    return describe(node.path(), node.inode(), node.attributes(), node.layerIndex(), node.links());
  }

  static String describe(
      String path, LayerEntry.Inode inode, Attributes attributes, int layer, List<String> links) {
    List<String> facts = new ArrayList<>();
    facts.add("/" + path);
    facts.add(inode.getClass().getSimpleName());
    if (inode instanceof LayerEntry.RegularFile file) {
      facts.add(file.path() + " " + file.size());
    } else if (inode instanceof LayerEntry.SymbolicLink link) {
      facts.add("-> " + link.target());
    }
    facts.add(attributes.toString());
    facts.add("layer " + layer);
    facts.add("links " + links);
    return String.join(" ", facts);
  }
}
