package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.policy.TrustGroup.Base;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.Node.Items;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the groups of images of one clause; not thread-safe. */
final class TrustGroupReader {
  private static final List<String> LISTS =
      List.of("registries", "repositories", "references", "digests", "bases");

  private final String kind;
  private final PolicyProblems problems;
  private final Set<String> names = new HashSet<>();

  /**
   * @param kind what a group is called before its name: {@code trust group}
   */
  TrustGroupReader(String kind, PolicyProblems problems) {
    this.kind = kind;
    this.problems = problems;
  }

  /** The groups of the list {@code node}. */
  List<TrustGroup> read(Node node, String path) {
    if (node instanceof Items list && list.items().isEmpty()) {
      problems.add(node, path + " is empty: no image could pass");
    }
    return Values.list(node, path, problems, this::group);
  }

  private Optional<TrustGroup> group(Node item, String path) {
    List<String> known = new ArrayList<>(List.of("name"));
    known.addAll(LISTS);
    Optional<Fields> fields = Fields.of(item, path, known, problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields group = fields.get();
    Optional<String> name =
        group.required("name").flatMap(node -> Values.text(node, group.path("name"), problems));
    if (name.isPresent() && !names.add(name.get())) {
      problems.add(group.location(), path + ": there is another group of that name");
    }
    if (LISTS.stream().noneMatch(group::has)) {
      problems.add(
          group.location(), path + " trusts nothing: it needs one of " + String.join(", ", LISTS));
    }
    List<Glob> registries = globs(group, "registries");
    List<Glob> repositories = globs(group, "repositories");
    List<Glob> references = globs(group, "references");
    List<Digest> digests =
        list(group, "digests", (node, where) -> Values.digest(node, where, problems));
    List<Base> bases = list(group, "bases", this::base);
    return name.map(
        called ->
            new TrustGroup(
                called,
                registries,
                repositories,
                references,
                digests,
                bases,
                new ClauseOrigin(kind + " " + called, Optional.of(item.location()))));
  }

  private List<Glob> globs(Fields group, String name) {
    return list(group, name, (node, where) -> Values.glob(node, where, problems));
  }

  private <T> List<T> list(Fields group, String name, Values.ItemReader<T> reader) {
    return group
        .get(name)
        .map(node -> Values.list(node, group.path(name), problems, reader))
        .orElse(List.of());
  }

  private Optional<Base> base(Node item, String path) {
    Optional<Fields> fields = Fields.of(item, path, List.of("name", "diffIds"), problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields base = fields.get();
    Optional<String> name =
        base.required("name").flatMap(node -> Values.text(node, base.path("name"), problems));
    Optional<Node> chain = base.required("diffIds");
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    List<Digest> diffIds =
        Values.list(
            chain.get(),
            base.path("diffIds"),
            problems,
            (node, where) -> Values.digest(node, where, problems));
    if (diffIds.isEmpty()) {
      problems.add(chain.get(), base.path("diffIds") + " is empty: every image begins with it");
    }
    return name.map(called -> new Base(called, diffIds));
  }
}
