package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a proven base brought from what an image brought itself: what comes unchanged from the
 * base weighs one severity less, a privilege that the image adds to it one more; immutable and
 * thread-safe.
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

  /** Tells by {@code lineage}, which is of the image that the outcomes are about. */
  public BaseAttribution(Lineage lineage) {
    this.lineage = lineage;
  }

  /**
   * The outcomes with findings that say whose they are and weigh accordingly, the worst first. The
   * same outcomes when no base is proven.
   */
  public List<CheckOutcome> apply(List<CheckOutcome> outcomes) {
    Optional<BaseLevel> proven = lineage.provenBase();
    return proven.isEmpty()
        ? outcomes
        : outcomes.stream().map(outcome -> apply(outcome, proven.get())).toList();
  }

  private CheckOutcome apply(CheckOutcome outcome, BaseLevel proven) {
    if (outcome.check().equals(CheckId.DEFAULT_USER)) {
      return UserOfBase.tell(outcome, lineage.user(), proven.image());
    }
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : outcome.findings()) {
      findings.add(attributed(finding, proven));
    }
    return Findings.outcome(
        outcome.check(), findings, outcome.unknown().stream().toList(), outcome.summary());
  }

  private Finding attributed(Finding finding, BaseLevel proven) {
    Optional<Integer> layer =
        finding
            .location()
            .map(LayerLocation::layerIndex)
            .filter(index -> index < lineage.layers().size());
    if (layer.isEmpty()) {
      return finding;
    }
    if (layer.get() < proven.depth()) {
      return fromBase(finding, bringer(layer.get(), proven));
    }
    boolean isAboveAll = layer.get() >= lineage.bases().get(0).depth();
    return isAboveAll ? own(finding, proven.image()) : finding;
  }

  /** Of several proven bases, the deepest that has the layer. */
  private BaseImage bringer(int layer, BaseLevel proven) {
    BaseImage image = proven.image();
    for (BaseLevel base : lineage.bases()) {
      if (base.depth() > layer && base.basis() == BaseLevel.Basis.PROVEN) {
        image = base.image();
      }
    }
    return image;
  }

  private static Finding fromBase(Finding finding, BaseImage base) {
    boolean isLighter =
        LIGHTER_FROM_BASE.contains(finding.check())
            && !NOT_OF_ONE_LAYER.contains(finding.code())
            && lighter(finding.severity()) != finding.severity();
    Severity severity = isLighter ? lighter(finding.severity()) : finding.severity();
    String why =
        "brought by the proven base "
            + Text.excerpt(base.name())
            + (isLighter ? ", unchanged: " + weighs(severity, finding.severity()) : "");
    return with(finding, severity, Origin.BASE, base, why);
  }

  private static Finding own(Finding finding, BaseImage base) {
    boolean isHeavier =
        HEAVIER_IN_OWN.contains(finding.check())
            && heavier(finding.severity()) != finding.severity();
    Severity severity = isHeavier ? heavier(finding.severity()) : finding.severity();
    String why =
        "brought by the image's own layers, above the proven base "
            + Text.excerpt(base.name())
            + (isHeavier ? ": " + weighs(severity, finding.severity()) : "");
    return with(finding, severity, Origin.OWN, base, why);
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

  private static Finding with(
      Finding finding, Severity severity, Origin origin, BaseImage base, String why) {
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
