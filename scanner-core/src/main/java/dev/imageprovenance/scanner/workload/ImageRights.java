package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.check.ContainerUser;
import dev.imageprovenance.scanner.check.DefaultUserCheck;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.FileTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image gives to the processes that run it: its users, and the files that raise rights; not
 * thread-safe. It holds the whole file tree, and is meant to be dropped after its last question.
 */
final class ImageRights {
  private final ImageFacts facts;
  private final Fact<List<PrivilegedFile>> files;
  private final Map<String, List<ContainerUser>> users = new HashMap<>();

  ImageRights(ImageFacts facts) {
    this.facts = facts;
    this.files =
        facts.trees() instanceof Fact.Known<List<FileTree>> trees
            ? Fact.known(files(trees.value()))
            : Fact.unknown(facts.trees().whyUnknown().orElse("its files are not known"));
  }

  /** Where engines could see different files, those of all of them. */
  private static List<PrivilegedFile> files(List<FileTree> trees) {
    List<PrivilegedFile> files = new ArrayList<>();
    for (FileTree tree : trees) {
      tree.nodes().forEach(node -> PrivilegedFile.of(tree, node).ifPresent(files::add));
    }
    return files.stream().distinct().toList();
  }

  /** The config's User as written. */
  String configuredUser() {
    return facts.image().config().user();
  }

  /** Who {@code user} is, the worst first; empty when this is no image for Linux. */
  List<ContainerUser> users(String user) {
    return users.computeIfAbsent(user, spec -> DefaultUserCheck.users(facts, spec));
  }

  Fact<List<PrivilegedFile>> files() {
    return files;
  }
}
