package dev.imageprovenance.scanner.policy.imported;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.policy.imported.IgnoredRule.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which rules of dockle and trivy ask what checks of this scanner ask; stateless. */
final class RuleMapping {
  private static final List<Target> DEFAULT_USER =
      List.of(new Target(CheckId.DEFAULT_USER, Optional.empty()));

  private static final Map<String, List<Target>> TARGETS =
      Map.of(
          "CIS-DI-0001", DEFAULT_USER,
          "DS002", DEFAULT_USER,
          "DS-0002", DEFAULT_USER,
          "AVD-DS-0002", DEFAULT_USER,
          "CIS-DI-0008", List.of(new Target(CheckId.SETUID_FILES, Optional.empty())),
          "DKL-LI-0001", List.of(new Target(CheckId.ACCOUNTS, Optional.of("EMPTY_PASSWORD"))),
          "DKL-LI-0002",
              List.of(
                  new Target(CheckId.ACCOUNTS, Optional.of("DUPLICATE_UID")),
                  new Target(CheckId.ACCOUNTS, Optional.of("DUPLICATE_GID"))));

  private RuleMapping() {}

  /** Findings that a rule is about here. */
  record Target(CheckId check, Optional<String> code) {}

  /** What the rule is about here; nothing where no check asks what it asks. */
  static List<Target> of(IgnoredRule rule) {
    return TARGETS.getOrDefault(rule.id().toUpperCase(Locale.ROOT), List.of());
  }

  /** Why a rule is about nothing here. */
  static String whyNot(IgnoredRule rule) {
    String id = rule.id().toUpperCase(Locale.ROOT);
    boolean isVulnerability =
        rule.kind() == Kind.VULNERABILITY
            || id.startsWith("CVE-")
            || id.startsWith("GHSA-")
            || id.startsWith("GO-")
            || id.startsWith("RUSTSEC-");
    if (isVulnerability) {
      return "this scanner does not look for vulnerabilities";
    }
    return switch (rule.kind()) {
      case SECRET -> "this scanner does not look for secrets";
      case LICENSE -> "this scanner does not look for licences";
      default -> "no check of this scanner asks that";
    };
  }
}
