package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads out of a policy's groups of bases what it names without a wildcard; stateless. */
final class BaseWishes {
  private BaseWishes() {}

  static WantedBases of(BaseRules rules) {
    if (rules.clauses().isEmpty()) {
      return WantedBases.NONE;
    }
    Set<Reference> references = new LinkedHashSet<>();
    Set<String> registries = new LinkedHashSet<>();
    for (BaseClause clause : rules.clauses()) {
      for (TrustGroup group : clause.groups()) {
        group.references().stream()
            .filter(glob -> glob.isLiteral() && BaseClauseReader.isWhole(glob))
            .forEach(glob -> references.add(Reference.parse(glob.toString())));
        group.registries().stream()
            .filter(Glob::isLiteral)
            .forEach(glob -> registries.add(glob.toString()));
        group.repositories().forEach(glob -> registry(glob).ifPresent(registries::add));
        group.references().forEach(glob -> registry(glob).ifPresent(registries::add));
      }
    }
    return new WantedBases(true, List.copyOf(references), registries);
  }

  private static Optional<String> registry(Glob glob) {
    int slash = glob.toString().indexOf('/');
    String registry = slash < 0 ? "" : glob.toString().substring(0, slash);
    return registry.isEmpty() || !Glob.of(registry).isLiteral()
        ? Optional.empty()
        : Optional.of(registry);
  }
}
