package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.policy.syntax.Node;
import java.util.List;
import java.util.Optional;

/** Reads the clause {@code trust}; stateless. */
final class TrustReader {
  private TrustReader() {}

  static Optional<TrustClause> read(Node node, ClauseOrigin origin, PolicyProblems problems) {
    return Fields.of(node, "trust", List.of("groups"), problems)
        .flatMap(fields -> fields.required("groups"))
        .map(
            groups ->
                new TrustClause(
                    new TrustGroupReader("trust group", problems).read(groups, "trust.groups"),
                    origin));
  }
}
