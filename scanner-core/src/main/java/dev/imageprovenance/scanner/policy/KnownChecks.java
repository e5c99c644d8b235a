package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.Checks;
import dev.imageprovenance.scanner.check.ProvenanceCheck;
import dev.imageprovenance.scanner.check.SignatureCheck;
import dev.imageprovenance.scanner.check.VsaCheck;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Suggestion;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The checks and codes that policies can name, those that policies bring along too; stateless. */
public final class KnownChecks {
  private KnownChecks() {}

  /** Every check, in the order of a report; those of policies ask about nothing. */
  public static List<Check> catalogue() {
    List<Check> catalogue = new ArrayList<>(Checks.all(true));
    catalogue.add(new BaseImageCheck(BaseRules.NONE, false, LocalDate.EPOCH));
    catalogue.add(new TrustCheck(List.of()));
    catalogue.add(new SignatureCheck(List.of()));
    catalogue.add(new ProvenanceCheck(List.of()));
    catalogue.add(new VsaCheck(List.of()));
    catalogue.add(new WaiversCheck(List.of(), LocalDate.EPOCH));
    return catalogue;
  }

  /** The identifiers of all checks, in the same order. */
  public static List<CheckId> ids() {
    List<CheckId> ids = new ArrayList<>();
    for (Check check : catalogue()) {
      ids.add(check.id());
    }
    return ids;
  }

  /** The check of that name. */
  public static Optional<CheckId> named(String name) {
    for (CheckId id : ids()) {
      if (id.value().equals(name)) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  /** Every check with its codes and their severities, in the order of a report. */
  static Map<CheckId, Map<String, Severity>> all() {
    Map<CheckId, Map<String, Severity>> all = new LinkedHashMap<>();
    for (Check check : catalogue()) {
      all.put(check.id(), check.codes());
    }
    return all;
  }

  /** The codes of one check with their severities. */
  static Map<String, Severity> codes(CheckId check) {
    return new TreeMap<>(all().getOrDefault(check, Map.of()));
  }

  /** The check that the value names. */
  static Optional<CheckId> read(Node node, String path, PolicyProblems problems) {
    Optional<String> name = Values.text(node, path, problems);
    return name.isEmpty() ? Optional.empty() : named(name.get(), node, path, problems);
  }

  /** The check of that name; a name that no check has is a problem at {@code node}. */
  static Optional<CheckId> named(String name, Node node, String path, PolicyProblems problems) {
    List<String> names = all().keySet().stream().map(CheckId::value).toList();
    if (names.contains(name)) {
      return Optional.of(new CheckId(name));
    }
    problems.add(
        node,
        path
            + ": there is no check \""
            + Text.excerpt(name)
            + "\""
            + Suggestion.hint(name, names)
            + "; the checks are "
            + String.join(", ", names));
    return Optional.empty();
  }

  /** The check's code of that name; another name is a problem at {@code node}. */
  static Optional<String> code(
      CheckId check, String code, Node node, String path, PolicyProblems problems) {
    Map<String, Severity> codes = codes(check);
    if (codes.containsKey(code)) {
      return Optional.of(code);
    }
    problems.add(
        node,
        path
            + ": the check "
            + check
            + " has no code \""
            + Text.excerpt(code)
            + "\""
            + Suggestion.hint(code, codes.keySet())
            + "; its codes are "
            + String.join(", ", codes.keySet()));
    return Optional.empty();
  }
}
