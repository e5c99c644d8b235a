package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LinkedWay;
import dev.imageprovenance.scanner.layer.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The passwd, group and shadow files as one family of engines finds them; immutable.
 *
 * @param passwd {@code /etc/passwd}
 * @param group {@code /etc/group}
 * @param shadow {@code /etc/shadow}
 */
record AccountFiles(AccountText passwd, AccountText group, AccountText shadow) {

  /** One of the files, or why there is no text. */
  sealed interface AccountText {
    /** The text, if it can be read. */
    default Optional<Content> asContent() {
      return this instanceof Content readable ? Optional.of(readable) : Optional.empty();
    }

    /** Why nobody here can tell what engines read. */
    default Optional<String> whyUnreadable() {
      return this instanceof Unreadable unreadable
          ? Optional.of(unreadable.reason())
          : Optional.empty();
    }
  }

  /**
   * There is text.
   *
   * @param path absolute, as engines name it
   * @param layerIndex the highest layer that brought it, or a link on the way to it
   * @param text one char for each byte
   */
  record Content(String path, int layerIndex, String text) implements AccountText {}

  /** There is no such file, which engines take for an empty one. */
  record Absent() implements AccountText {}

  /**
   * It is no file that could hold accounts; engines fail on it and start no container.
   *
   * @param reason without a full stop
   */
  record Refused(String reason) implements AccountText {}

  /**
   * It exists, but its content is not known here.
   *
   * @param reason without a full stop
   */
  record Unreadable(String reason) implements AccountText {}

  /**
   * The files as each family of engines reads them: docker does not read them through symbolic
   * links, podman and containerd do.
   */
  static List<EngineView<AccountFiles>> views(FileTree tree) {
    AccountFiles followed =
        new AccountFiles(
            read(tree, "etc/passwd"), read(tree, "etc/group"), read(tree, "etc/shadow"));
    AccountText passwd = unlessLinked(tree, "etc/passwd", followed.passwd);
    AccountText group = unlessLinked(tree, "etc/group", followed.group);
    if (isSame(passwd, followed.passwd) && isSame(group, followed.group)) {
      return List.of(new EngineView<>(tree.engine().label(), followed));
    }
    return List.of(
        new EngineView<>("podman and containerd", followed),
        new EngineView<>("docker", new AccountFiles(passwd, group, followed.shadow)));
  }

  /** The files are compared only where there may be two. */
  private static boolean isSame(AccountText one, AccountText other) {
    return one == other || one.equals(other);
  }

  /** The views of all trees. */
  static List<EngineView<AccountFiles>> views(List<FileTree> trees) {
    List<EngineView<AccountFiles>> views = new ArrayList<>();
    for (FileTree tree : trees) {
      for (EngineView<AccountFiles> view : views(tree)) {
        boolean viewOfTree = view.label().equals(tree.engine().label());
        views.add(
            trees.size() == 1 || viewOfTree
                ? view
                : new EngineView<>(
                    view.label() + " (" + tree.engine().label() + ")", view.value()));
      }
    }
    return views;
  }

  private static AccountText unlessLinked(FileTree tree, String path, AccountText followed) {
    return isLink(tree, "etc") || isLink(tree, path) ? new Absent() : followed;
  }

  private static boolean isLink(FileTree tree, String path) {
    return tree.find(path).filter(n -> n.inode() instanceof LayerEntry.SymbolicLink).isPresent();
  }

  private static AccountText read(FileTree tree, String path) {
    Optional<TreeNode> found = tree.resolve(path);
    String absolute = "/" + path;
    if (found.isEmpty()) {
      return tree.exceedsLinkLimit(path)
          ? new Unreadable(
              absolute + " lies behind a circle of symbolic links, or more of them than the limit")
          : new Absent();
    }
    TreeNode node = found.get();
    if (node.inode() instanceof LayerEntry.Directory) {
      return new Refused(absolute + " is a directory");
    }
    if (node.inode() instanceof LayerEntry.Fifo) {
      return new Refused(absolute + " is a named pipe, on which they wait for ever");
    }
    if (!(node.inode() instanceof LayerEntry.RegularFile)) {
      return new Unreadable(absolute + " is a device, whose content no image tells");
    }
    return tree.accountFile(path)
        .or(() -> tree.accountFile(node.path()))
        .<AccountText>map(file -> new Content(absolute, layerOf(tree, path, node), file.text()))
        .orElseGet(
            () ->
                new Unreadable(
                    absolute
                        + " was not kept: it is larger than the limit, or a link to a file that no"
                        + " layer stores under that name"));
  }

  private static int layerOf(FileTree tree, String path, TreeNode node) {
    int layer = node.layerIndex();
    for (TreeNode link : LinkedWay.links(tree, path)) {
      layer = Math.max(layer, link.layerIndex());
    }
    return layer;
  }
}
