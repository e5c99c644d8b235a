package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.AccountDatabase.Account;
import dev.imageprovenance.scanner.check.AccountDatabase.Group;
import dev.imageprovenance.scanner.check.AccountFiles.Content;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerEntry.RegularFile;
import dev.imageprovenance.scanner.layer.TreeNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes files of one tree with the names of owners and groups, and knows which directories
 * everybody may write to; for one thread.
 */
final class FileFacts {
  private static final int WRITABLE_BY_OTHERS = 0002;

  private final FileTree tree;
  private final Map<Long, String> owners = new HashMap<>();
  private final Map<Long, String> groups = new HashMap<>();
  private final Map<String, Boolean> openDirectories = new HashMap<>();

  FileFacts(FileTree tree) {
    this.tree = tree;
    AccountFiles accounts = AccountFiles.views(tree).get(0).value();
    accounts.passwd().asContent().map(Content::text).ifPresent(this::readOwners);
    accounts.group().asContent().map(Content::text).ifPresent(this::readGroups);
  }

  private void readOwners(String passwd) {
    for (Account account : AccountDatabase.passwd(passwd)) {
      if (account.uid().isPlain()) {
        owners.putIfAbsent(account.uid().effective(), GoText.decode(account.name()));
      }
    }
  }

  private void readGroups(String group) {
    for (Group line : AccountDatabase.group(group)) {
      if (line.gid().isPlain()) {
        groups.putIfAbsent(line.gid().effective(), GoText.decode(line.name()));
      }
    }
  }

  /**
   * True for the node that stands for its inode: the name that its content was stored under, or the
   * first of its hard links where that name is gone.
   */
  static boolean standsForItsInode(TreeNode node) {
    List<String> links = node.links();
    if (links.size() <= 1) {
      return true;
    }
    String stored = node.inode().path();
    return node.path().equals(isAmong(links, stored) ? stored : links.get(0));
  }

  /** An inode can have as many links as an image has entries, each of which asks this. */
  private static boolean isAmong(List<String> sortedLinks, String path) {
    return Collections.binarySearch(sortedLinks, path) >= 0;
  }

  Optional<String> owner(long uid) {
    return Optional.ofNullable(owners.get(uid));
  }

  Optional<String> group(long gid) {
    return Optional.ofNullable(groups.get(gid));
  }

  /** The directory above any of the file's names that everybody may write to. */
  Optional<String> openDirectoryOf(TreeNode node) {
    List<String> paths = node.links().isEmpty() ? List.of(node.path()) : node.links();
    for (String path : paths) {
      for (Optional<String> directory = ImagePath.parent(path);
          directory.isPresent();
          directory = ImagePath.parent(directory.get())) {
        if (isOpen(directory.get())) {
          return directory;
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOpen(String directory) {
    return openDirectories.computeIfAbsent(
        directory,
        path ->
            tree.find(path)
                .filter(node -> (node.attributes().mode() & WRITABLE_BY_OTHERS) != 0)
                .isPresent());
  }

  /** The file as evidence. */
  FileEvidence evidence(TreeNode node, RegularFile file, boolean hidden) {
    return new FileEvidence(
        ImagePath.absolute(node.path()),
        "file",
        node.attributes().mode(),
        node.attributes().uid(),
        owner(node.attributes().uid()),
        node.attributes().gid(),
        group(node.attributes().gid()),
        file.size(),
        node.content().map(ContentHash::toString),
        node.links().stream()
            .filter(path -> !path.equals(node.path()))
            .map(ImagePath::absolute)
            .toList(),
        hidden);
  }
}
