package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.ConfigDifference.Effect;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says differences as findings, worst first, for the formats that know nothing but findings;
 * stateless. Codes never change their meaning; docs/codes explains them.
 */
final class DifferenceFindings {
  /** Whether an image is the registry's. */
  static final CheckId REGISTRY_COPY = new CheckId("registry-copy");

  /** Whether a container is still its image. */
  static final CheckId CONTAINER_DRIFT = new CheckId("container-drift");

  /** Whether an image's signatures and attestations are the registry's. */
  static final CheckId LOST_SIGNATURES = new CheckId("lost-signatures");

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity).reversed();

  private DifferenceFindings() {}

  /** That two sides are not as equal as is required, in one sentence. */
  static Finding ofRung(String summary) {
    return new Finding(
        REGISTRY_COPY,
        "NOT_EQUAL_ENOUGH",
        Severity.HIGH,
        "",
        summary,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Digests that do not hold, of either side. */
  static List<Finding> ofDigests(ImageComparison image) {
    List<Finding> findings = new ArrayList<>();
    digests(findings, image, "deployed", image.deployedVerifications());
    digests(findings, image, "registry", image.registryVerifications());
    return findings;
  }

  /** What makes two images run differently; each is told its platform if there are several. */
  static List<Finding> ofImage(ImageComparison image, boolean isOneOfSeveral) {
    String platform = isOneOfSeveral ? image.platform() + ": " : "";
    List<Finding> findings = new ArrayList<>();
    for (ConfigDifference difference : image.config()) {
      if (difference.effect() == Effect.RUNTIME) {
        findings.add(config(platform, difference));
      }
    }
    for (FileDifference difference : image.files().flatMap(Fact::asKnown).orElse(List.of())) {
      findings.add(file(REGISTRY_COPY, platform, difference));
    }
    findings.sort(WORST_FIRST);
    return findings;
  }

  /** Platforms that one side lacks. */
  static List<Finding> ofPlatforms(Comparison comparison) {
    List<String> command = RepairCommand.of(comparison);
    Optional<Remedy> repair =
        command.isEmpty() ? Optional.empty() : Optional.of(Remedy.of(String.join(" ", command)));
    List<Finding> findings = new ArrayList<>();
    for (PlatformDifference lone : comparison.platforms()) {
      boolean isPruned = lone.kind() == PlatformDifference.Kind.PRUNED;
      String platform = lone.platform().toString();
      findings.add(
          new Finding(
              REGISTRY_COPY,
              isPruned ? "PLATFORM_PRUNED" : "PLATFORM_EXTRA",
              isPruned ? Severity.MEDIUM : Severity.HIGH,
              platform,
              Text.escape(platform)
                  + (isPruned
                      ? ": only the registry has manifest "
                      : ": only the deployed side has manifest ")
                  + lone.digest(),
              repair,
              Optional.empty(),
              List.of()));
    }
    return findings;
  }

  /** Signatures and attestations of which one side has fewer. */
  static List<Finding> ofSignatures(SignatureComparison signatures) {
    List<Finding> findings = new ArrayList<>();
    for (SignatureComparison.Difference difference : signatures.differences()) {
      findings.add(
          new Finding(
              LOST_SIGNATURES,
              SignatureDifferenceWording.code(difference),
              difference.severity(),
              difference.kind().label(),
              difference.kind().label()
                  + ": "
                  + SignatureDifferenceWording.count(difference.registry())
                  + " on the registry's side, "
                  + SignatureDifferenceWording.count(difference.deployed())
                  + " on the deployed side",
              Optional.empty(),
              Optional.empty(),
              List.of()));
    }
    findings.sort(WORST_FIRST);
    return findings;
  }

  /** What a container's files differ in from its image's. */
  static List<Finding> ofDrift(ContainerDrift drift) {
    List<Finding> findings = new ArrayList<>();
    for (String path : drift.whiteoutNames()) {
      findings.add(
          new Finding(
              CONTAINER_DRIFT,
              "WHITEOUT_NAME",
              Severity.CRITICAL,
              "/" + path,
              FileWording.path(path)
                  + " is named like a layer's whiteout, which nothing honest makes in a container",
              Optional.empty(),
              Optional.empty(),
              List.of()));
    }
    for (FileDifference difference : drift.differences()) {
      boolean isUnrecorded = drift.unrecorded().contains(difference.path());
      findings.add(
          file(
              CONTAINER_DRIFT,
              isUnrecorded ? "below the engine, which does not list it: " : "",
              difference));
    }
    findings.sort(WORST_FIRST);
    return findings;
  }

  private static void digests(
      List<Finding> findings,
      ImageComparison image,
      String side,
      List<DigestVerification> verifications) {
    for (DigestVerification verification : verifications) {
      if (verification.status() == DigestVerification.Status.MISMATCH) {
        findings.add(mismatch(image, side, verification));
      }
    }
  }

  private static Finding mismatch(
      ImageComparison image, String side, DigestVerification verification) {
    String layer = verification.layerIndex().map(index -> " of layer " + (index + 1)).orElse("");
    String found = verification.actual().map(actual -> ", found " + actual).orElse("");
    String note = verification.note().isEmpty() ? "" : " (" + verification.note() + ")";
    return new Finding(
        CheckId.INTEGRITY,
        found.isEmpty() ? "BROKEN_CONTENT" : "DIGEST_MISMATCH",
        Severity.CRITICAL,
        verification.expected().toString(),
        side
            + " side, "
            + Text.escape(image.platform().toString())
            + ": the "
            + verification.kind().label()
            + " digest"
            + layer
            + " does not hold: expected "
            + verification.expected()
            + found
            + Wording.printable(note),
        Optional.of(Remedy.of("Do not run the image: pull it again, and find out who changed it")),
        Optional.empty(),
        List.of());
  }

  private static Finding config(String platform, ConfigDifference difference) {
    return new Finding(
        REGISTRY_COPY,
        "CONFIG_DIFFERS",
        difference.severity(),
        difference.field(),
        platform
            + "setting "
            + ConfigWording.field(difference)
            + ": "
            + ConfigWording.values(difference),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Finding file(CheckId check, String prefix, FileDifference difference) {
    return new Finding(
        check,
        "FILE_" + difference.kind().label().toUpperCase(Locale.ROOT),
        difference.severity(),
        "/" + difference.path(),
        prefix
            + FileWording.path(difference.path())
            + " "
            + difference.kind().label()
            + ": "
            + String.join(" ", FileWording.words(difference, true)),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
