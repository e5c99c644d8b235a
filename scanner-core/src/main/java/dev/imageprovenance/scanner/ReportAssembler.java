package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.check.LayerState;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.report.ImageOrigin;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import dev.imageprovenance.scanner.report.ScanReport.ChildStatus;
import dev.imageprovenance.scanner.report.ScanReport.IndexChild;
import dev.imageprovenance.scanner.source.ResolvedImages;
import java.util.List;
import java.util.Optional;

/** Puts facts and results into the report's records; stateless. */
final class ReportAssembler {
  private ReportAssembler() {}

  static ImageReport imageReport(
      ImageFacts facts,
      ImagePolicy policy,
      List<CheckResult> results,
      Optional<ImageOrigin> origin) {
    Image image = facts.image();
    return new ImageReport(
        image.resolution(),
        image.config().platform(),
        image.manifest().map(ImageManifest::digest),
        image.config().digest(),
        facts.layers().stream().map(ReportAssembler::summary).toList(),
        facts.verifications(),
        policy,
        results,
        results.stream().map(CheckResult::verdict).reduce(Verdict.PASS, Verdict::and),
        origin,
        facts.signatures().flatMap(Fact::asKnown));
  }

  static List<IndexChild> children(ResolvedImages resolved) {
    return resolved.children().stream()
        .map(
            child ->
                new IndexChild(
                    child.digest(), child.platform(), status(child.role()), child.note()))
        .toList();
  }

  private static ChildStatus status(ResolvedImages.Role role) {
    return switch (role) {
      case SELECTED -> ChildStatus.SCANNED;
      case NOT_SELECTED -> ChildStatus.NOT_SELECTED;
      case ATTESTATION -> ChildStatus.ATTESTATION;
      case ARTIFACT -> ChildStatus.ARTIFACT;
    };
  }

  private static LayerSummary summary(LayerState state) {
    ImageLayer layer = state.layer();
    Optional<LayerFacts> facts = state.facts().asKnown();
    return new LayerSummary(
        layer.index(),
        layer.descriptor().map(descriptor -> descriptor.mediaType().value()),
        facts.map(LayerFacts::storedDigest).or(() -> layer.descriptor().map(Descriptor::digest)),
        facts.map(LayerFacts::diffId).or(layer::diffId),
        facts.map(LayerFacts::storedSize).orElse(layer.storedSize()),
        facts.map(LayerFacts::uncompressedSize).orElse(-1L),
        facts.map(known -> known.compression().label()).orElse(""),
        facts.map(known -> known.entries().size()).orElse(-1),
        layer.history().flatMap(ImageConfig.History::instruction),
        facts.isEmpty() ? "no" : state.fromCache() ? "earlier" : "now",
        state.facts() instanceof Fact.Unknown<LayerFacts> unknown
            ? Optional.of(unknown.reason())
            : Optional.empty());
  }
}
