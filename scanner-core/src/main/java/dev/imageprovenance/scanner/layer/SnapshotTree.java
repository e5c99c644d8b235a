package dev.imageprovenance.scanner.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The part of a file tree that the checks ask for: its privileged files, the directories above
 * them, its account files and its anomalies; immutable and thread-safe. Any other question is
 * answered with {@link NotInSnapshotException}, never with "there is none".
 */
final class SnapshotTree implements FileTree {
  /** Beyond that many names a snapshot is not worth its while. */
  static final int MOST_NAMES = 20_000;

  /** The files whose accounts checks read. */
  static final List<String> ACCOUNT_FILES = List.of("etc/passwd", "etc/group", "etc/shadow");

  private final Engine engine;
  private final List<Node> privileged;
  private final List<Node> hidden;
  private final Map<String, Optional<Node>> found;
  private final Map<String, Resolved> resolved;
  private final List<TreeAnomaly> anomalies;

  /** A node as it is in the whole tree; immutable. */
  record Node(
      String path,
      LayerEntry.Inode inode,
      Attributes attributes,
      int layerIndex,
      List<String> links)
      implements TreeNode {
    static Node of(TreeNode node) {
      return new Node(
          node.path(), node.inode(), node.attributes(), node.layerIndex(), node.links());
    }
  }

  /**
   * What following the links of a path leads to.
   *
   * @param node what is there
   * @param exceedsLinkLimit whether there were too many links
   * @param accountFile the kept content
   */
  record Resolved(
      Optional<Node> node, boolean exceedsLinkLimit, Optional<LayerFacts.AccountFile> accountFile) {
    static Resolved of(FileTree tree, String path) {
      return new Resolved(
          tree.resolve(path).map(Node::of), tree.exceedsLinkLimit(path), tree.accountFile(path));
    }
  }

  SnapshotTree(
      Engine engine,
      List<Node> privileged,
      List<Node> hidden,
      Map<String, Optional<Node>> found,
      Map<String, Resolved> resolved,
      List<TreeAnomaly> anomalies) {
    this.engine = engine;
    this.privileged = List.copyOf(privileged);
    this.hidden = List.copyOf(hidden);
    this.found = Map.copyOf(found);
    this.resolved = Map.copyOf(resolved);
    this.anomalies = List.copyOf(anomalies);
  }

  /** The part of {@code tree}; empty when even that has more than {@link #MOST_NAMES} names. */
  static Optional<SnapshotTree> of(FileTree tree) {
    return new Extract(tree).toTree();
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Optional<TreeNode> find(String path) {
    Optional<Node> node = found.get(path);
    if (node == null) {
      throw new NotInSnapshotException("this path");
    }
    return node.map(found -> found);
  }

  @Override
  public Optional<TreeNode> resolve(String path) {
    return resolved(path).node().map(node -> node);
  }

  @Override
  public boolean exceedsLinkLimit(String path) {
    return resolved(path).exceedsLinkLimit();
  }

  @Override
  public Optional<LayerFacts.AccountFile> accountFile(String path) {
    return resolved(path).accountFile();
  }

  private Resolved resolved(String path) {
    Resolved known = resolved.get(path);
    if (known == null) {
      throw new NotInSnapshotException("where this path leads");
    }
    return known;
  }

  @Override
  public Stream<TreeNode> nodes() {
    throw new NotInSnapshotException("the whole tree");
  }

  @Override
  public Stream<TreeNode> privilegedFiles() {
    return privileged.stream().map(node -> node);
  }

  @Override
  public Stream<TreeNode> hiddenFiles() {
    return hidden.stream().map(node -> node);
  }

  @Override
  public List<TreeAnomaly> anomalies() {
    return anomalies;
  }

  /** For the writer alone. */
  List<Node> privileged() {
    return privileged;
  }

  /** For the writer alone. */
  List<Node> hidden() {
    return hidden;
  }

  /** For the writer alone. */
  Map<String, Optional<Node>> found() {
    return found;
  }

  /** For the writer alone. */
  Map<String, Resolved> resolved() {
    return resolved;
  }

  /** Takes the part out of a whole tree and counts its names; used once. */
  private static final class Extract {
    private final FileTree tree;
    private final List<Node> privileged = new ArrayList<>();
    private final List<Node> hidden = new ArrayList<>();
    private final Map<String, Optional<Node>> found = new TreeMap<>();
    private final Map<String, Resolved> resolved = new TreeMap<>();
    private long names;

    Extract(FileTree tree) {
      this.tree = tree;
    }

    Optional<SnapshotTree> toTree() {
      try (Stream<TreeNode> files = tree.privilegedFiles();
          Stream<TreeNode> lower = tree.hiddenFiles()) {
        boolean small =
            files.allMatch(file -> add(file, privileged) && findAncestors(file))
                && lower.allMatch(file -> add(file, hidden))
                && ACCOUNT_FILES.stream().allMatch(this::addAccountFile);
        return small
            ? Optional.of(
                new SnapshotTree(
                    tree.engine(), privileged, hidden, found, resolved, tree.anomalies()))
            : Optional.empty();
      }
    }

    private boolean add(TreeNode node, List<Node> nodes) {
      names += node.links().size();
      if (names > MOST_NAMES) {
        return false;
      }
      nodes.add(Node.of(node));
      return true;
    }

    /** Whether a directory above one of its names is open to everybody decides about a file. */
    private boolean findAncestors(TreeNode file) {
      for (String link : file.links()) {
        for (int slash = link.lastIndexOf('/');
            slash >= 0;
            slash = link.lastIndexOf('/', slash - 1)) {
          if (!find(link.substring(0, slash))) {
            return false;
          }
        }
      }
      return find("");
    }

    /** Engines differ in whether they follow a link in the way to an account file, or read it. */
    private boolean addAccountFile(String path) {
      Resolved where = Resolved.of(tree, path);
      resolved.put(path, where);
      if (where.node().isPresent()) {
        String led = where.node().get().path();
        resolved.put(led, Resolved.of(tree, led));
        LinkedWay.links(this::onTheWay, path);
      }
      return find(path) && find(PathName.parent(path));
    }

    private Optional<TreeNode> onTheWay(String path) {
      find(path);
      return found.getOrDefault(path, Optional.empty()).map(node -> node);
    }

    private boolean find(String path) {
      if (!found.containsKey(path)) {
        Optional<TreeNode> node = tree.find(path);
        names += 1L + node.map(inode -> inode.links().size()).orElse(0);
        found.put(path, node.map(Node::of));
      }
      return names <= MOST_NAMES;
    }
  }
}
