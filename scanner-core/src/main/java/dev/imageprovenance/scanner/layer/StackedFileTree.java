package dev.imageprovenance.scanner.layer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The tree that an applier built; immutable and thread-safe. */
final class StackedFileTree implements FileTree {
  private final Engine engine;
  private final PathNode root;
  private final List<HiddenFile> hidden;
  private final List<TreeAnomaly> anomalies;
  private final List<Map<String, LayerFacts.AccountFile>> accountFiles;
  private final int symlinkHops;

  StackedFileTree(
      Engine engine,
      PathNode root,
      List<HiddenFile> hidden,
      List<TreeAnomaly> anomalies,
      List<Map<String, LayerFacts.AccountFile>> accountFiles,
      int symlinkHops) {
    this.engine = engine;
    this.root = root;
    this.hidden = List.copyOf(hidden);
    this.anomalies = List.copyOf(anomalies);
    this.accountFiles = List.copyOf(accountFiles);
    this.symlinkHops = symlinkHops;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Optional<TreeNode> find(String path) {
    return Optional.ofNullable(TreeLookup.exact(root, path));
  }

  @Override
  public Optional<TreeNode> resolve(String path) {
    return Optional.ofNullable(follow(path));
  }

  @Override
  public boolean exceedsLinkLimit(String path) {
    return TreeLookup.hasTooManyLinks(root, path, symlinkHops);
  }

  private @Nullable PathNode follow(String path) {
    return TreeLookup.follow(root, path, symlinkHops);
  }

  @Override
  public Stream<TreeNode> nodes() {
    Spliterator<TreeNode> spliterator =
        Spliterators.spliteratorUnknownSize(
            Siblings.withDescendants(root), Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(spliterator, false);
  }

  @Override
  public Stream<TreeNode> hiddenFiles() {
    return hidden.stream().map(file -> file);
  }

  @Override
  public Optional<LayerFacts.AccountFile> accountFile(String path) {
    PathNode node = follow(path);
    if (node == null || !(node.entry instanceof LayerEntry.RegularFile file)) {
      return Optional.empty();
    }
    return Optional.ofNullable(accountFiles.get(node.contentLayer()).get(file.path()))
        .filter(kept -> kept.hash().equals(file.content()));
  }

  @Override
  public List<TreeAnomaly> anomalies() {
    return anomalies;
  }
}
