package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks whether the image is one of those that the policy trusts: in a group of each trust clause.
 * Immutable and thread-safe.
 */
public final class TrustCheck implements Check {
  static final String OUTSIDE = "OUTSIDE_EVERY_GROUP";
  static final Map<String, Severity> CODES = Map.of(OUTSIDE, Severity.HIGH);

  private final List<TrustClause> clauses;

  /** A check of all clauses; without clauses every image passes. */
  public TrustCheck(List<TrustClause> clauses) {
    this.clauses = List.copyOf(clauses);
  }

  @Override
  public CheckId id() {
    return CheckId.TRUST;
  }

  @Override
  public String title() {
    return "Is the image one of those that the policy trusts?";
  }

  @Override
  public Map<String, Severity> codes() {
    return CODES;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    List<Finding> findings = new ArrayList<>();
    Set<String> unknown = new LinkedHashSet<>();
    Set<String> trusted = new LinkedHashSet<>();
    TrustedImage image = new TrustedImage(facts);
    for (TrustClause clause : clauses) {
      Optional<String> why = image.whyTrusted(clause, unknown);
      if (why.isPresent()) {
        trusted.add(why.get());
      } else if (unknown.isEmpty()) {
        findings.add(outside(facts, clause));
      }
    }
    return new CheckOutcome(
        id(),
        findings,
        unknown.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unknown)),
        summary(findings, unknown, trusted));
  }

  private static String summary(List<Finding> findings, Set<String> unknown, Set<String> trusted) {
    if (!unknown.isEmpty()) {
      return "could not look at the layers of its base";
    }
    return findings.isEmpty() ? String.join(", ", trusted) : "outside every trust group";
  }

  private Finding outside(ImageFacts facts, TrustClause clause) {
    List<String> names = clause.groups().stream().map(TrustGroup::name).toList();
    boolean fromRegistry = facts.image().resolution().source() == SourceKind.REGISTRY;
    String image = facts.image().resolution().servedBy();
    return new Finding(
        id(),
        OUTSIDE,
        Severity.HIGH,
        image,
        Text.excerpt(image)
            + " is in no trust group ("
            + Text.excerpt(String.join(", ", names))
            + ")"
            + (fromRegistry
                ? ""
                : "; no registry served it, so that only its digests and its base count"),
        Optional.of(
            Remedy.of(
                "Take the image from a place that the policy trusts, build it on a trusted base, or"
                    + " add it to a trust group")),
        Optional.empty(),
        List.of(clause.origin().evidence()));
  }
}
