package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.oci.Suggestion;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.Node.Member;
import dev.imageprovenance.scanner.policy.syntax.Node.Members;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of one mapping, each name known and none twice; not thread-safe. */
final class Fields {
  private final Members node;
  private final String path;
  private final PolicyProblems problems;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> mistyped = new HashSet<>();

  private Fields(Members node, String path, PolicyProblems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /**
   * The mapping's members; names that are unknown or repeated are problems, and so is anything but
   * a mapping.
   *
   * @param path what messages call the mapping; empty for the document
   * @param known the names that may stand in it
   */
  static Optional<Fields> of(Node node, String path, List<String> known, PolicyProblems problems) {
    if (!(node instanceof Members mapping)) {
      problems.wrongType(node, path.isEmpty() ? "a policy" : path, "a mapping");
      return Optional.empty();
    }
    Fields fields = new Fields(mapping, path, problems);
    for (Member member : mapping.members()) {
      fields.add(member, known);
    }
    return Optional.of(fields);
  }

  private void add(Member member, List<String> known) {
    String name = Text.excerpt(member.name());
    if (!known.contains(member.name())) {
      Suggestion.nearest(member.name(), known).ifPresent(mistyped::add);
      problems.add(
          member.location(),
          "unknown key \""
              + name
              + "\""
              + (path.isEmpty() ? "" : " in " + path)
              + Suggestion.hint(member.name(), known));
      return;
    }
    Member earlier = members.putIfAbsent(member.name(), member);
    if (earlier != null) {
      problems.add(
          member.location(),
          "the key \"" + name + "\" stands already in line " + earlier.location().line());
    }
  }

  PolicyProblems problems() {
    return problems;
  }

  /** What messages call the member of that name. */
  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** What messages call the mapping. */
  String path() {
    return path;
  }

  /** Where the mapping begins. */
  ClauseLocation location() {
    return node.location();
  }

  /** The names that are there, in order. */
  Iterable<Member> all() {
    return members.values();
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  Optional<Node> get(String name) {
    return Optional.ofNullable(members.get(name)).map(Member::value);
  }

  /** A member that must be there; that it is mistyped is told already. */
  Optional<Node> required(String name) {
    if (!has(name) && !mistyped.contains(name)) {
      problems.add(location(), (path.isEmpty() ? "the policy" : path) + " needs the key " + name);
    }
    return get(name);
  }

  /** The clause of that name: where its key stands. */
  ClauseOrigin origin(String name) {
    Member member = members.get(name);
    return new ClauseOrigin(
        path(name), Optional.of(member == null ? location() : member.location()));
  }
}
