package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a proven base brought from what an image brought itself: what comes unchanged from a
 * base that was asked for weighs one severity less, a privilege that the image adds one more;
 * immutable and thread-safe.
 *
 * <p>Only what is proven by layers that were read counts. What lies between a proven base and one
 * that is merely declared is nobody's.
 */
public final class BaseAttribution {
  /** What is found of files, and so of layers; the others are about the image as a whole. */
  private static final Set<CheckId> LIGHTER_FROM_BASE =
      Set.of(CheckId.SETUID_FILES, CheckId.FILE_CAPABILITIES, CheckId.ACCOUNTS);

  private static final Set<CheckId> HEAVIER_IN_OWN =
      Set.of(CheckId.SETUID_FILES, CheckId.FILE_CAPABILITIES);

  /** Depends on a directory's mode too, which a higher layer may have changed. */
  private static final Set<String> NOT_OF_ONE_LAYER =
      Set.of(SetuidClass.WORLD_WRITABLE_PLACE.name());

  private final Lineage lineage;
  private final ProvenBase base;

  /**
   * Tells by {@code base}.
   *
   * @param lineage of the image that the outcomes are about
   */
  public BaseAttribution(Lineage lineage, ProvenBase base) {
    this.lineage = lineage;
    this.base = base;
  }

  /** The outcome with findings that say whose they are and weigh accordingly, the worst first. */
  public CheckOutcome apply(CheckOutcome outcome) {
    if (outcome.check().equals(CheckId.DEFAULT_USER)) {
      return base.image()
          .map(image -> UserOfBase.tell(outcome, lineage.user(), image))
          .orElse(outcome);
    }
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : outcome.findings()) {
      findings.add(attributed(finding));
    }
    return Findings.outcome(
        outcome.check(), findings, outcome.unknown().stream().toList(), outcome.summary());
  }

  private Finding attributed(Finding finding) {
    Optional<Integer> layer =
        finding
            .location()
            .map(LayerLocation::layerIndex)
            .filter(index -> index < lineage.layers().size());
    if (layer.isEmpty()) {
      return finding;
    }
    if (layer.get() < base.depth()) {
      return fromBase(finding, layer.get());
    }
    return layer.get() >= ownFrom() ? own(finding) : finding;
  }

  /**
   * The lowest layer that is the image's own. Above a base that was asked for, another one that
   * only the image names changes nothing.
   */
  private int ownFrom() {
    int from = base.depth();
    for (BaseLevel level : lineage.bases()) {
      from = base.accepted() && !level.asked() ? from : Math.max(from, level.depth());
    }
    return from;
  }

  /** Of several proven bases, the deepest that has the layer. */
  private String bringer(int layer) {
    String name = base.name();
    for (BaseLevel level : lineage.bases()) {
      if (level.depth() > layer
          && level.depth() < base.depth()
          && level.basis() == BaseLevel.Basis.PROVEN) {
        name = level.image().name();
      }
    }
    return name;
  }

  private Finding fromBase(Finding finding, int layer) {
    boolean isLighter =
        base.accepted()
            && LIGHTER_FROM_BASE.contains(finding.check())
            && !NOT_OF_ONE_LAYER.contains(finding.code())
            && lighter(finding.severity()) != finding.severity();
    Severity severity = isLighter ? lighter(finding.severity()) : finding.severity();
    String bringer = bringer(layer);
    String why =
        "brought by the proven base "
            + Text.excerpt(base.name())
            + (bringer.equals(base.name()) ? "" : ", which has it of " + Text.excerpt(bringer))
            + (isLighter ? ", unchanged: " + weighs(severity, finding.severity()) : "")
            + (base.accepted()
                ? ""
                : "; it weighs the same, because only the image names that base");
    return with(finding, severity, Origin.BASE, why);
  }

  private Finding own(Finding finding) {
    boolean isHeavier =
        HEAVIER_IN_OWN.contains(finding.check())
            && heavier(finding.severity()) != finding.severity();
    Severity severity = isHeavier ? heavier(finding.severity()) : finding.severity();
    String why =
        "brought by the image's own layers, above the proven base "
            + Text.excerpt(base.name())
            + (isHeavier ? ": " + weighs(severity, finding.severity()) : "");
    return with(finding, severity, Origin.OWN, why);
  }

  private static String weighs(Severity now, Severity before) {
    return now.label() + " instead of " + before.label();
  }

  private static Severity lighter(Severity severity) {
    return switch (severity) {
      case CRITICAL -> Severity.HIGH;
      case HIGH -> Severity.MEDIUM;
      case MEDIUM -> Severity.LOW;
      case LOW, INFO -> Severity.INFO;
    };
  }

  /** What is only information, such as a bit that the kernel ignores, stays so. */
  private static Severity heavier(Severity severity) {
    return switch (severity) {
      case INFO -> Severity.INFO;
      case LOW -> Severity.MEDIUM;
      case MEDIUM -> Severity.HIGH;
      case HIGH, CRITICAL -> Severity.CRITICAL;
    };
  }

  private Finding with(Finding finding, Severity severity, Origin origin, String why) {
    List<Evidence> evidence = new ArrayList<>(finding.evidence());
    evidence.add(new OriginEvidence(origin, base.name(), finding.severity(), why));
    return new Finding(
        finding.check(),
        finding.code(),
        severity,
        finding.subject(),
        finding.message(),
        finding.remedy(),
        finding.location(),
        evidence);
  }
}
