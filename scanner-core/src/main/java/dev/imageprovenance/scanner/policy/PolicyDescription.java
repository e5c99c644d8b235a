package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.oci.Text;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Says in short what a policy means; stateless. */
public final class PolicyDescription {
  private PolicyDescription() {}

  /**
   * One statement.
   *
   * @param label what it is about, empty where it goes on about the same
   * @param text the statement; text from files is escaped
   */
  public record Line(String label, String text) {}

  /**
   * What it means on that day, in the order in which it counts.
   *
   * @param today UTC
   */
  public static List<Line> of(Policy policy, LocalDate today) {
    List<Line> lines = new ArrayList<>();
    policy
        .sources()
        .forEach(
            source -> add(lines, "source", Text.escape(source.name()) + " " + source.digest()));
    if (policy.sources().size() > 1) {
      policy.digest().ifPresent(digest -> add(lines, "digest", digest.toString()));
    }
    general(policy.general(), lines);
    for (PolicyDocument document : policy.documents()) {
      for (ImageSection section : document.sections()) {
        add(lines, "section", section(section));
      }
    }
    List<PolicyDocument> documents = policy.documents();
    List<Setting<CheckId>> waivable = FloorGuard.waivable(documents);
    if (!waivable.isEmpty()) {
      add(
          lines,
          "waivable",
          "by what extends it: "
              + String.join(", ", waivable.stream().map(each -> each.value().value()).toList()));
    }
    for (PolicyDocument document : documents) {
      for (Waiver waiver : document.waivers()) {
        add(lines, "waiver", waiver(waiver, today));
      }
    }
    return lines;
  }

  private static void general(ImagePolicy policy, List<Line> lines) {
    add(lines, "fails on", policy.failOnOrigin().toString());
    policy.resolved().user().ifPresent(user -> add(lines, "user", user.origin().toString()));
    for (List<SeverityRule> file : policy.resolved().severities()) {
      file.forEach(rule -> add(lines, "severity", rule.origin().toString()));
    }
    policy
        .resolved()
        .allowUnknown()
        .forEach(check -> add(lines, "unknown", check.origin().toString()));
    policy.setuid().forEach(each -> add(lines, "setuid", setuid(each)));
    policy
        .resolved()
        .base()
        .onlyFromBase()
        .ifPresent(only -> add(lines, "setuid", only.origin().toString()));
    policy.capabilities().forEach(each -> add(lines, "capability", capabilities(each)));
    for (BaseClause clause : policy.resolved().base().clauses()) {
      clause.groups().forEach(group -> add(lines, "base", group.origin().toString()));
      clause.maxAgeDays().ifPresent(days -> add(lines, "base", days.origin().toString()));
    }
    for (TrustClause clause : policy.trust()) {
      clause.groups().forEach(group -> add(lines, "trust", group.origin().toString()));
    }
    SignaturePolicy signatures = policy.signatures();
    signatures
        .signers()
        .forEach(each -> add(lines, "signer", each.origin() + ", " + each.inWords()));
    signatures.required().forEach(origin -> add(lines, "requires", origin.toString()));
    for (Control control : policy.resolved().controls()) {
      add(lines, "control", control.check() + " answers " + Text.excerpt(control.name()));
    }
  }

  private static String setuid(SetuidAllowance allowance) {
    StringBuilder text = new StringBuilder(allowance.origin().toString());
    allowance.mode().ifPresent(mode -> text.append(", mode ").append(Integer.toOctalString(mode)));
    allowance.owner().ifPresent(owner -> text.append(", owner ").append(Text.excerpt(owner)));
    allowance.sha256().ifPresent(digest -> text.append(", ").append(digest));
    return text.toString();
  }

  private static String capabilities(CapabilityAllowance allowance) {
    StringBuilder text = new StringBuilder(allowance.origin().toString());
    text.append(", ").append(String.join(" ", allowance.capabilities().stream().sorted().toList()));
    allowance.sha256().ifPresent(digest -> text.append(", ").append(digest));
    return text.toString();
  }

  private static String section(ImageSection section) {
    Clauses clauses = section.clauses();
    List<String> says = new ArrayList<>();
    clauses.failOn().ifPresent(each -> says.add("failOn"));
    if (!clauses.severities().isEmpty()) {
      says.add("severity");
    }
    clauses.allowUnknown().ifPresent(each -> says.add("allowUnknown"));
    clauses.user().ifPresent(each -> says.add("user"));
    clauses.setuid().ifPresent(each -> says.add("setuid"));
    clauses.onlyFromBase().ifPresent(each -> says.add("setuid.onlyFromBase"));
    clauses.capabilities().ifPresent(each -> says.add("capabilities"));
    clauses.base().ifPresent(each -> says.add("base"));
    if (!clauses.signatures().isEmpty()) {
      says.add("signatures.require");
    }
    return section.origin()
        + (says.isEmpty() ? " says nothing" : " has its own " + String.join(", ", says));
  }

  private static String waiver(Waiver waiver, LocalDate today) {
    long days = ChronoUnit.DAYS.between(today, waiver.expires());
    return waiver.origin()
        + " for "
        + waiver.scope()
        + (days < 0
            ? " expired on " + waiver.expires()
            : " until " + waiver.expires() + (days == 1 ? ", 1 day" : ", " + days + " days"));
  }

  /** Labels that repeat are said once. */
  private static void add(List<Line> lines, String label, String text) {
    boolean repeats = false;
    for (int i = lines.size() - 1; i >= 0 && !repeats; i--) {
      if (!lines.get(i).label().isEmpty()) {
        repeats = lines.get(i).label().equals(label);
        break;
      }
    }
    lines.add(new Line(repeats ? "" : label, text));
  }
}
