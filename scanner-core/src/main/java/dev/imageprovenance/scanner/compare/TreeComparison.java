package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.compare.FileDifference.Aspect;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.TreeNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares two effective file trees path by path: type, mode, owner, capabilities, link target and
 * content; stateless. Modification times and the split into layers play no part.
 */
public final class TreeComparison {
  private static final Comparator<FileDifference> WORST_FIRST =
      Comparator.comparing(FileDifference::severity)
          .reversed()
          .thenComparing(difference -> !difference.concernsPrivileges())
          .thenComparing(difference -> !difference.concernsExecutables())
          .thenComparing(FileDifference::path);

  private TreeComparison() {}

  /**
   * The differences, the worst first: privileges, then executables, then by path. Where engines
   * could disagree about either side, the differences on every kind of engine.
   */
  public static List<FileDifference> compare(FileTrees deployed, FileTrees registry) {
    Map<String, FileDifference> byPath = new LinkedHashMap<>();
    between(deployed.overlay(), registry.overlay(), States.WHOLE)
        .forEach(d -> byPath.put(d.path(), d));
    if (deployed.areAmbiguous() || registry.areAmbiguous()) {
      between(deployed.inPlace(), registry.inPlace(), States.WHOLE)
          .forEach(d -> byPath.merge(d.path(), d, TreeComparison::worse));
    }
    List<FileDifference> differences = new ArrayList<>(byPath.values());
    differences.sort(WORST_FIRST);
    return differences;
  }

  /**
   * True when two trees in which no path differs have the same hard links and attributes as well,
   * those that no engine shows included: then further layers do the same to both.
   */
  static boolean haveSameInodes(FileTree one, FileTree other) {
    Iterator<TreeNode> others = other.nodes().iterator();
    for (Iterator<TreeNode> nodes = one.nodes().iterator(); nodes.hasNext(); ) {
      TreeNode node = nodes.next();
      TreeNode counterpart = others.next();
      if (node.attributes().mode() != counterpart.attributes().mode()
          || !node.links().equals(counterpart.links())) {
        return false;
      }
    }
    return true;
  }

  /**
   * The differences between a container's exported files and its image's, of which the export tells
   * some extended attributes only.
   *
   * @param isExported the names of attributes that the export would have
   */
  static List<FileDifference> compareExport(
      FileTree exported, FileTree image, Predicate<String> isExported) {
    List<FileDifference> differences =
        between(
            exported,
            image,
            new States(
                state -> state.withAttributes(name -> !name.equals(AttributeSeverity.SELINUX)),
                (now, state) ->
                    state.withAttributes(
                        name ->
                            !name.equals(AttributeSeverity.SELINUX)
                                && (isExported.test(name) || now.attribute(name).isPresent()))));
    differences.sort(WORST_FIRST);
    return differences;
  }

  /**
   * What of a path is compared.
   *
   * @param deployed of the deployed side
   * @param registry of the registry's side, where the deployed one is as given
   */
  private record States(UnaryOperator<FileState> deployed, BinaryOperator<FileState> registry) {
    static final States WHOLE = new States(state -> state, (now, state) -> state);
  }

  private static FileDifference worse(FileDifference one, FileDifference other) {
    return one.severity().isAtLeast(other.severity()) ? one : other;
  }

  /** Both trees list parents before children and siblings by name, so one walk finds all. */
  private static List<FileDifference> between(FileTree deployed, FileTree registry, States states) {
    List<FileDifference> differences = new ArrayList<>();
    Walk left = new Walk(deployed);
    Walk right = new Walk(registry);
    while (left.current != null || right.current != null) {
      int order = order(left.current, right.current);
      if (order < 0) {
        differences.add(lone(left.take(), Kind.ADDED, states));
      } else if (order > 0) {
        differences.add(lone(right.take(), Kind.REMOVED, states));
      } else {
        compare(left.take(), right.take(), states).ifPresent(differences::add);
      }
    }
    return differences;
  }

  private static int order(@Nullable TreeNode left, @Nullable TreeNode right) {
    if (left == null) {
      return 1;
    }
    return right == null ? -1 : comparePaths(left.path(), right.path());
  }

  /** The order of a walk through a tree: a slash comes before every other character. */
  static int comparePaths(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return a == '/' ? -1 : b == '/' ? 1 : Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static FileDifference lone(TreeNode node, Kind kind, States states) {
    FileState whole = FileState.of(node);
    Optional<FileState> state =
        Optional.of(kind == Kind.ADDED ? states.deployed().apply(whole) : whole);
    Optional<FileState> deployed = kind == Kind.ADDED ? state : Optional.empty();
    Optional<FileState> registry = kind == Kind.ADDED ? Optional.empty() : state;
    return difference(node.path(), kind, Set.of(), deployed, registry);
  }

  private static Optional<FileDifference> compare(
      TreeNode deployed, TreeNode registry, States states) {
    FileState now = states.deployed().apply(FileState.of(deployed));
    FileState before = states.registry().apply(now, FileState.of(registry));
    Set<Aspect> aspects = aspects(now, before);
    return aspects.isEmpty()
        ? Optional.empty()
        : Optional.of(
            difference(
                deployed.path(), Kind.CHANGED, aspects, Optional.of(now), Optional.of(before)));
  }

  private static FileDifference difference(
      String path,
      Kind kind,
      Set<Aspect> aspects,
      Optional<FileState> deployed,
      Optional<FileState> registry) {
    return new FileDifference(
        path,
        kind,
        aspects,
        FileSeverity.of(path, kind, aspects, deployed, registry),
        deployed,
        registry);
  }

  private static Set<Aspect> aspects(FileState now, FileState before) {
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (now.type() != before.type()) {
      aspects.add(Aspect.TYPE);
    }
    boolean isLink = now.type() == FileState.Type.SYMBOLIC_LINK && aspects.isEmpty();
    // Linux gives every symbolic link mode 0777, whatever its header says.
    if (!isLink && now.mode() != before.mode()) {
      aspects.add(Aspect.MODE);
    }
    if (now.uid() != before.uid() || now.gid() != before.gid()) {
      aspects.add(Aspect.OWNER);
    }
    if (!now.capabilities().equals(before.capabilities())) {
      aspects.add(Aspect.CAPABILITIES);
    }
    if (!now.attributes().equals(before.attributes())) {
      aspects.add(Aspect.ATTRIBUTES);
    }
    if (!now.target().equals(before.target())) {
      aspects.add(Aspect.TARGET);
    }
    if (now.size() != before.size() || !now.content().equals(before.content())) {
      aspects.add(Aspect.CONTENT);
    }
    return aspects;
  }

  private static final class Walk {
    private final Iterator<TreeNode> nodes;
    private @Nullable TreeNode current;

    Walk(FileTree tree) {
      nodes = tree.nodes().iterator();
      advance();
    }

    TreeNode take() {
      @Nullable TreeNode taken = current;
      if (taken == null) {
        throw new IllegalStateException("the walk has ended");
      }
      advance();
      return taken;
    }

    private void advance() {
      current = nodes.hasNext() ? nodes.next() : null;
    }
  }
}
