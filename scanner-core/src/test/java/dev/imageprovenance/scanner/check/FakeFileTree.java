package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.ProgramFormat;
import dev.imageprovenance.scanner.layer.TreeAnomaly;
import dev.imageprovenance.scanner.layer.TreeNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A file tree of what a test puts into it; resolves one level of links. */
final class FakeFileTree implements FileTree {
  private static final ContentHash CONTENT = new ContentHash(1, 2, 3, 4);

  private final Engine engine;
  private final Map<String, TreeNode> nodes = new TreeMap<>();
  private final Map<String, String> accountTexts = new HashMap<>();
  private final List<TreeNode> hidden = new ArrayList<>();
  private final List<TreeAnomaly> anomalies = new ArrayList<>();
  private final Set<String> behindTooManyLinks = new HashSet<>();
  private int layer;

  FakeFileTree(Engine engine) {
    this.engine = engine;
  }

  static FakeFileTree empty() {
    return new FakeFileTree(Engine.OVERLAY);
  }

  /** Everything added from now on comes from that layer. */
  FakeFileTree inLayer(int index) {
    layer = index;
    return this;
  }

  FakeFileTree file(String path, int mode, long uid, long gid) {
    return put(regular(path, attributes(mode, uid, gid), false));
  }

  FakeFileTree script(String path, int mode) {
    return put(regular(path, attributes(mode, 0, 0), true));
  }

  FakeFileTree capable(String path, int mode, FileCapabilities capabilities) {
    return put(regular(path, new Attributes(mode, 0, 0, 0, Optional.of(capabilities)), false));
  }

  FakeFileTree hardLinks(int mode, String... paths) {
    LayerEntry.Inode inode = regular(paths[0], attributes(mode, 0, 0), false);
    List<String> links = Stream.of(paths).sorted().toList();
    for (String path : paths) {
      nodes.put(path, new Node(path, inode, inode.attributes(), layer, links));
    }
    return this;
  }

  FakeFileTree directory(String path, int mode) {
    return put(new LayerEntry.Directory(path, attributes(mode, 0, 0)));
  }

  FakeFileTree link(String path, String target) {
    return put(new LayerEntry.SymbolicLink(path, attributes(06777, 0, 0), target));
  }

  FakeFileTree tooManyLinksTo(String path) {
    behindTooManyLinks.add(path);
    return this;
  }

  FakeFileTree fifo(String path) {
    return put(new LayerEntry.Fifo(path, attributes(0644, 0, 0)));
  }

  FakeFileTree device(String path) {
    return put(new LayerEntry.Device(path, attributes(0666, 0, 0), false, 1, 5));
  }

  FakeFileTree hiddenFile(String path, int mode) {
    LayerEntry.Inode inode = regular(path, attributes(mode, 0, 0), false);
    hidden.add(new Node(path, inode, inode.attributes(), layer, List.of(path)));
    return this;
  }

  /** An account file with UTF-8 text. */
  FakeFileTree account(String path, String text) {
    accountTexts.put(
        path, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    return file(path, 0644, 0, 0);
  }

  FakeFileTree passwd(String text) {
    return account("etc/passwd", text);
  }

  FakeFileTree group(String text) {
    return account("etc/group", text);
  }

  FakeFileTree shadow(String text) {
    return account("etc/shadow", text);
  }

  FakeFileTree anomaly(TreeAnomaly anomaly) {
    anomalies.add(anomaly);
    return this;
  }

  private static LayerEntry.Inode regular(String path, Attributes attributes, boolean script) {
    return new LayerEntry.RegularFile(
        path, attributes, 7, CONTENT, script ? ProgramFormat.SCRIPT : ProgramFormat.NONE);
  }

  private static Attributes attributes(int mode, long uid, long gid) {
    return new Attributes(mode, uid, gid, 0, Optional.empty());
  }

  private FakeFileTree put(LayerEntry.Inode inode) {
    nodes.put(
        inode.path(),
        new Node(inode.path(), inode, inode.attributes(), layer, List.of(inode.path())));
    return this;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Optional<TreeNode> find(String path) {
    return Optional.ofNullable(nodes.get(path));
  }

  @Override
  public Optional<TreeNode> resolve(String absoluteOrNot) {
    String path = absoluteOrNot.startsWith("/") ? absoluteOrNot.substring(1) : absoluteOrNot;
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    if (nodes.get(first) instanceof Node directory
        && directory.inode() instanceof LayerEntry.SymbolicLink link) {
      return resolve(link.target() + path.substring(first.length()));
    }
    if (nodes.get(path) instanceof Node node
        && node.inode() instanceof LayerEntry.SymbolicLink link) {
      return resolve(link.target());
    }
    return find(path);
  }

  @Override
  public boolean exceedsLinkLimit(String path) {
    return behindTooManyLinks.contains(path);
  }

  @Override
  public Stream<TreeNode> nodes() {
    return nodes.values().stream();
  }

  @Override
  public Stream<TreeNode> hiddenFiles() {
    return hidden.stream();
  }

  @Override
  public Optional<LayerFacts.AccountFile> accountFile(String path) {
    return Optional.ofNullable(accountTexts.get(path))
        .map(text -> new LayerFacts.AccountFile(CONTENT, text));
  }

  @Override
  public List<TreeAnomaly> anomalies() {
    return anomalies;
  }

  private record Node(
      String path,
      LayerEntry.Inode inode,
      Attributes attributes,
      int layerIndex,
      List<String> links)
      implements TreeNode {}
}
