package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the items of {@code setuid.allow} and {@code capabilities.allow}; not thread-safe. */
final class AllowanceReader {
  private static final Pattern CAPABILITY = Pattern.compile("(cap_)?[a-z0-9_]+");

  private final PolicyProblems problems;

  AllowanceReader(PolicyProblems problems) {
    this.problems = problems;
  }

  Optional<SetuidAllowance> setuid(Node item, String path) {
    Optional<Fields> fields =
        Fields.of(item, path, List.of("path", "mode", "owner", "sha256"), problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields file = fields.get();
    Optional<Glob> glob = path(file);
    Optional<Integer> mode =
        file.get("mode").flatMap(node -> Values.mode(node, file.path("mode"), problems));
    Optional<String> owner = file.get("owner").flatMap(node -> owner(node, file.path("owner")));
    Optional<String> sha256 = sha256(file);
    return glob.map(
        where -> new SetuidAllowance(where, mode, owner, sha256, origin(path, item, where)));
  }

  Optional<CapabilityAllowance> capabilities(Node item, String path) {
    Optional<Fields> fields =
        Fields.of(item, path, List.of("path", "capabilities", "sha256"), problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields file = fields.get();
    Optional<Glob> glob = path(file);
    List<String> names =
        file.required("capabilities")
            .map(node -> Values.list(node, file.path("capabilities"), problems, this::capability))
            .orElse(List.of());
    Optional<String> sha256 = sha256(file);
    return glob.map(
        where ->
            new CapabilityAllowance(
                where, new LinkedHashSet<>(names), sha256, origin(path, item, where)));
  }

  private Optional<Glob> path(Fields file) {
    return file.required("path")
        .flatMap(node -> Values.pathGlob(node, file.path("path"), problems));
  }

  private Optional<String> sha256(Fields file) {
    return file.get("sha256")
        .flatMap(node -> Values.sha256(node, file.path("sha256"), problems))
        .map(Digest::toString);
  }

  /** A name or a number. */
  private Optional<String> owner(Node node, String path) {
    return node instanceof Node.Scalar scalar && scalar.value().matches("[0-9]{1,10}")
        ? Optional.of(scalar.value())
        : Values.text(node, path, problems);
  }

  /** The name with its prefix. */
  private Optional<String> capability(Node node, String path) {
    Optional<String> text = Values.text(node, path, problems);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String name = text.get().toLowerCase(Locale.ROOT);
    if (!CAPABILITY.matcher(name).matches()) {
      problems.wrongType(node, path, "a capability, as in cap_net_raw");
      return Optional.empty();
    }
    return Optional.of(name.startsWith("cap_") ? name : "cap_" + name);
  }

  /** {@code setuid.allow[0]} is found by its path, not by its number. */
  private static ClauseOrigin origin(String path, Node item, Glob glob) {
    String list = path.substring(0, path.lastIndexOf('['));
    return new ClauseOrigin(
        list + " " + Text.escape(glob.toString()), Optional.of(item.location()));
  }
}
