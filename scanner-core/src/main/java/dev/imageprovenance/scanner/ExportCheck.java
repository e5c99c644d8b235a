package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.EnginePaths;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.TreeNode;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.ContainerChange;
import dev.imageprovenance.scanner.source.daemon.ContainerChange.Kind;
import dev.imageprovenance.scanner.source.daemon.ContainerPath;
import dev.imageprovenance.scanner.source.daemon.EngineClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a container's export against the engine's own list of changes: what the engine says was
 * added must be in the export, and what it says was deleted must not. An export that lacks
 * something proves nothing about it. Not thread-safe.
 */
final class ExportCheck {
  /** So many sockets and short-lived files are looked for before it is given up. */
  private static final int MOST_QUESTIONS = 100;

  private final EngineClient engine;
  private final String container;
  private final FileTree exported;
  private final Collection<String> besides;
  private final Collection<ContainerDrift.Mount> mounts;
  private @Nullable Set<String> inexact;
  private int questions;

  /**
   * @param container its ID
   * @param besides paths that are in the export and not in its tree
   * @param mounts what is mounted over its file system; no export holds that
   */
  ExportCheck(
      EngineClient engine,
      String container,
      FileTree exported,
      Collection<String> besides,
      Collection<ContainerDrift.Mount> mounts) {
    this.engine = engine;
    this.container = container;
    this.exported = exported;
    this.besides = besides;
    this.mounts = mounts;
  }

  /**
   * Compares. Only what both lists tell counts, and only if the engine still says so when it is
   * asked once more: a busy container makes and deletes files all the time.
   *
   * @param before the changes before the export
   * @param after the changes after it
   * @throws ScanException UNREACHABLE if the engine contradicts itself
   */
  void require(List<ContainerChange> before, List<ContainerChange> after) {
    Map<String, Kind> earlier =
        before.stream()
            .collect(Collectors.toMap(ContainerChange::path, ContainerChange::kind, (a, b) -> b));
    for (ContainerChange change : after) {
      boolean isSteady = change.kind() == earlier.get(change.path());
      boolean isExported = isExported(EnginePaths.relative(change.path()));
      if (isSteady && !isMounted(change.path())) {
        if (change.kind() == Kind.ADDED && !isExported) {
          requireAbsent(change.path());
        } else if (change.kind() == Kind.DELETED && isExported) {
          requirePresent(change.path());
        }
      }
    }
  }

  private boolean isExported(String told) {
    if (!EnginePaths.isInexact(told)) {
      return exported.find(told).isPresent() || besides.contains(told);
    }
    Set<String> all = inexact;
    if (all == null) {
      all =
          Stream.concat(exported.nodes().map(TreeNode::path), besides.stream())
              .map(EnginePaths::told)
              .filter(EnginePaths::isInexact)
              .collect(Collectors.toSet());
      inexact = all;
    }
    return all.contains(told);
  }

  private boolean isMounted(String path) {
    return mounts.stream()
        .map(mount -> mount.path().replaceFirst("/+$", ""))
        .anyMatch(mount -> path.equals(mount) || path.startsWith(mount + "/"));
  }

  private void requireAbsent(String path) {
    Optional<ContainerPath> now = look(path);
    if (now.isPresent() && !now.get().isSocket()) {
      throw contradiction(path, "added", "is not in what it exports");
    }
  }

  private void requirePresent(String path) {
    if (look(path).isEmpty()) {
      throw contradiction(path, "deleted", "is in what it exports");
    }
  }

  private Optional<ContainerPath> look(String path) {
    if (++questions > MOST_QUESTIONS) {
      throw contradiction(
          path,
          "changed",
          "and more than " + MOST_QUESTIONS + " others are not as it exports them");
    }
    return engine.look(container, path);
  }

  private ScanException contradiction(String path, String change, String what) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        engine.name()
            + " contradicts itself: it lists "
            + Text.excerpt(path)
            + " as "
            + change
            + ", and the path "
            + what
            + ", so that the export does not show the container",
        "Compare again; if it stays, look at the container's files from the host.",
        null);
  }
}
