package dev.imageprovenance.scanner.policy.imported;

import dev.imageprovenance.scanner.policy.imported.IgnoredRule.Kind;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.Node.Items;
import dev.imageprovenance.scanner.policy.syntax.Node.Member;
import dev.imageprovenance.scanner.policy.syntax.Node.Members;
import dev.imageprovenance.scanner.policy.syntax.Node.Scalar;
import dev.imageprovenance.scanner.policy.syntax.PolicyProblem;
import dev.imageprovenance.scanner.policy.syntax.PolicySyntax;
import dev.imageprovenance.scanner.policy.syntax.SyntaxException;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads trivy's {@code .trivyignore.yaml}; stateless. */
final class TrivyIgnoreYaml {
  private static final Map<String, Kind> SECTIONS =
      Map.of(
          "vulnerabilities", Kind.VULNERABILITY,
          "misconfigurations", Kind.MISCONFIGURATION,
          "secrets", Kind.SECRET,
          "licenses", Kind.LICENSE);

  private TrivyIgnoreYaml() {}

  /**
   * The rules in the order of the file.
   *
   * @throws ScanException of kind CONFIGURATION if it is no such file
   */
  static List<IgnoredRule> read(String name, byte[] content) {
    Node root;
    try {
      root = PolicySyntax.parse(name, content);
    } catch (SyntaxException e) {
      throw unreadable(e.problem());
    }
    if (!(root instanceof Members sections)) {
      throw unreadable(new PolicyProblem(root.location(), "this is no mapping of sections"));
    }
    List<IgnoredRule> rules = new ArrayList<>();
    for (Member section : sections.members()) {
      Kind kind = SECTIONS.get(section.name());
      if (kind == null || !(section.value() instanceof Items items)) {
        throw unreadable(
            new PolicyProblem(
                section.location(),
                "a section must be vulnerabilities, misconfigurations, secrets or licenses, and a"
                    + " list"));
      }
      for (Node item : items.items()) {
        rules.add(rule(item, kind));
      }
    }
    return rules;
  }

  private static IgnoredRule rule(Node item, Kind kind) {
    if (!(item instanceof Members rule)) {
      throw unreadable(new PolicyProblem(item.location(), "a rule must be a mapping"));
    }
    Optional<String> id = text(rule, "id");
    if (id.isEmpty()) {
      throw unreadable(new PolicyProblem(item.location(), "a rule needs its id"));
    }
    return new IgnoredRule(
        id.get(),
        kind,
        text(rule, "statement"),
        expires(rule),
        has(rule, "paths") || has(rule, "purls"));
  }

  private static Optional<LocalDate> expires(Members rule) {
    Optional<String> day = text(rule, "expired_at");
    try {
      return day.map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      throw unreadable(
          new PolicyProblem(rule.location(), "expired_at must be a day, as in 2027-01-31"));
    }
  }

  private static Optional<String> text(Members rule, String name) {
    for (Member member : rule.members()) {
      if (member.name().equals(name) && member.value() instanceof Scalar scalar) {
        return Optional.of(scalar.value().strip()).filter(value -> !value.isEmpty());
      }
    }
    return Optional.empty();
  }

  private static boolean has(Members rule, String name) {
    return rule.members().stream().anyMatch(member -> member.name().equals(name));
  }

  private static ScanException unreadable(PolicyProblem problem) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The file cannot be imported\n  " + problem,
        "Correct it, or write the policy by hand: docs/policy.md has an example of each clause.",
        null);
  }
}
