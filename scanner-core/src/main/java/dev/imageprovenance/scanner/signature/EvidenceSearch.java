package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.signature.discovery.FoundArtifact;
import dev.imageprovenance.scanner.signature.discovery.PatientStore;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.discovery.SignatureDiscovery;
import dev.imageprovenance.scanner.source.ImageResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists what a store keeps about an image, without judging who made it; not thread-safe. */
public final class EvidenceSearch {
  private final ContentStore store;
  private final ScanContext context;
  private final SignatureLimits limits;

  /** Looks in {@code store}. */
  public EvidenceSearch(ContentStore store, ScanContext context, SignatureLimits limits) {
    this.store = store;
    this.context = context;
    this.limits = limits;
  }

  /**
   * What is there about any of {@code subjects}: a manifest and the indexes that list it.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind CANCELLED
   */
  public EvidenceInventory about(List<Manifest> subjects) {
    List<ImageIndex> indexes =
        subjects.stream().filter(ImageIndex.class::isInstance).map(ImageIndex.class::cast).toList();
    PatientStore patient = new PatientStore(store);
    SignatureDiscovery discovery =
        new SignatureDiscovery(
            patient, new ImageResolver(patient, context), context, limits.artifacts());
    for (Manifest subject : subjects) {
      discovery.lookFor(subject, subject instanceof ImageManifest ? indexes : List.of());
    }
    EvidenceKinds kinds =
        new EvidenceKinds(
            new Blobs(patient, limits.payloadBytes()), context.limits(), limits.signatures());
    return inventory(discovery, kinds);
  }

  private EvidenceInventory inventory(SignatureDiscovery discovery, EvidenceKinds kinds) {
    Map<EvidenceKind, Integer> counts = new TreeMap<>();
    List<String> unknowns = new ArrayList<>();
    discovery.outcomes().stream()
        .filter(RouteOutcome::isUnknown)
        .map(route -> route.route().label() + ": " + route.detail())
        .forEach(unknowns::add);
    for (FoundArtifact artifact : discovery.artifacts()) {
      context.cancellation().throwIfCancelled();
      EvidenceKinds.Found found = kinds.of(artifact);
      found.kinds().forEach(kind -> counts.merge(kind, 1, Integer::sum));
      unknowns.addAll(found.unknowns());
    }
    return new EvidenceInventory(counts, unknowns.stream().distinct().toList());
  }
}
