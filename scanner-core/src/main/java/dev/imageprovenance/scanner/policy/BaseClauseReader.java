package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Optional;

/** Reads the clause {@code base}; not thread-safe. */
final class BaseClauseReader {
  /** A hundred years. */
  private static final int MOST_DAYS = 36_500;

  private final String path;
  private final PolicyProblems problems;

  /**
   * @param path what messages call the clause
   */
  BaseClauseReader(String path, PolicyProblems problems) {
    this.path = path;
    this.problems = problems;
  }

  Optional<Setting<BaseClause>> read(Node node, ClauseOrigin origin) {
    return Fields.of(node, path, List.of("groups", "maxAgeDays"), problems)
        .map(fields -> new Setting<>(read(fields, origin), origin));
  }

  private BaseClause read(Fields fields, ClauseOrigin origin) {
    if (!fields.has("groups") && !fields.has("maxAgeDays")) {
      problems.add(fields.location(), path + " requires nothing: it needs groups or maxAgeDays");
    }
    return new BaseClause(
        fields.get("groups").map(this::groups).orElse(List.of()),
        fields
            .get("maxAgeDays")
            .flatMap(days -> Values.number(days, path + ".maxAgeDays", 1, MOST_DAYS, problems))
            .map(
                days ->
                    new Setting<>(
                        days,
                        new ClauseOrigin(
                            path + ".maxAgeDays " + days, fields.origin("maxAgeDays").location()))),
        origin);
  }

  private List<TrustGroup> groups(Node node) {
    List<TrustGroup> groups =
        new TrustGroupReader("base group", problems).read(node, path + ".groups");
    for (TrustGroup group : groups) {
      group.references().stream()
          .filter(glob -> glob.isLiteral() && !isWhole(glob))
          .forEach(glob -> tellPart(node, group, glob));
    }
    return groups;
  }

  private void tellPart(Node node, TrustGroup group, Glob glob) {
    problems.add(
        group.origin().location().orElse(node.location()),
        path
            + ": \""
            + Text.excerpt(glob.toString())
            + "\" must be a whole reference with its registry and its tag or digest, as in"
            + " docker.io/library/debian:12");
  }

  /** An image that can be asked for by that name, and goes by it. */
  static boolean isWhole(Glob literal) {
    try {
      return Reference.parse(literal.toString()).toString().equals(literal.toString());
    } catch (ScanException e) {
      return false;
    }
  }
}
