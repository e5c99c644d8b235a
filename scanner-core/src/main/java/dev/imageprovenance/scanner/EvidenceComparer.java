package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.compare.SignatureComparison.Outcome;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.EvidenceInventory;
import dev.imageprovenance.scanner.signature.EvidenceSearch;
import dev.imageprovenance.scanner.signature.SignatureLimits;
import dev.imageprovenance.scanner.source.ImageResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Compares which signatures and attestations two sides keep; thread-safe. Of two indexes only what
 * is about the indexes themselves is looked for, and of one platform's image what is about its
 * manifest and the index that lists it.
 */
final class EvidenceComparer {
  private final ScanContext context;

  EvidenceComparer(ScanContext context) {
    this.context = context;
  }

  SignatureComparison compare(
      CompareRequest request, DocumentSide deployed, DocumentSide registry) {
    boolean required = request.signatures() == SignatureWish.REQUIRE;
    if (request.signatures() == SignatureWish.SKIP) {
      return SignatureComparison.notCompared(required, "it was asked not to look for them");
    }
    Optional<String> obstacle =
        noPlace("deployed side", deployed).or(() -> noPlace("registry's side", registry));
    if (obstacle.isPresent()) {
      return SignatureComparison.notCompared(required, obstacle.get());
    }
    try {
      return new SignatureComparison(required, look(request, deployed, registry));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return SignatureComparison.notCompared(required, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> noPlace(String name, DocumentSide side) {
    return side.store().isPresent()
        ? Optional.empty()
        : Optional.of("the " + name + " keeps images alone, and no signatures beside them");
  }

  private Outcome look(CompareRequest request, DocumentSide deployed, DocumentSide registry) {
    Optional<Platform> platform = platform(request, deployed, registry);
    List<Manifest> now = subjects(deployed, platform);
    List<Manifest> before = subjects(registry, platform);
    ContentStore here = deployed.store().orElseThrow();
    ContentStore there = registry.store().orElseThrow();
    boolean isOnePlace =
        here.kind() == SourceKind.REGISTRY
            && there.kind() == SourceKind.REGISTRY
            && here.name().equals(there.name())
            && digests(now).equals(digests(before));
    if (isOnePlace) {
      return new Outcome.SamePlace();
    }
    CompletableFuture<EvidenceInventory> copy =
        CompletableFuture.supplyAsync(() -> inventory(there, before), EvidenceComparer::start);
    EvidenceInventory own = inventory(here, now);
    try {
      return new Outcome.Compared(own, copy.join());
    } catch (CompletionException | CancellationException e) {
      if (e.getCause() instanceof ScanException problem) {
        throw problem;
      }
      throw e;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "signatures of the registry's side");
    thread.setDaemon(true);
    thread.start();
  }

  private EvidenceInventory inventory(ContentStore store, List<Manifest> subjects) {
    return new EvidenceSearch(store, context, SignatureLimits.defaults()).about(subjects);
  }

  private static List<String> digests(List<Manifest> subjects) {
    return subjects.stream().map(subject -> subject.digest().toString()).toList();
  }

  /** The one platform that is compared; empty when two whole indexes, or two single images, are. */
  private static Optional<Platform> platform(
      CompareRequest request, DocumentSide deployed, DocumentSide registry) {
    if (request.platform().isPresent() || deployed.isIndex() == registry.isIndex()) {
      return request.platform();
    }
    DocumentSide single = deployed.isIndex() ? registry : deployed;
    return Optional.of(single.onlyImage().config().platform());
  }

  /**
   * The manifest of the image that is compared and the indexes that list it, or the index alone.
   */
  private List<Manifest> subjects(DocumentSide side, Optional<Platform> platform) {
    Optional<Manifest> root = side.root();
    boolean isWhole = platform.isEmpty() || root.orElse(null) instanceof ImageManifest;
    if (root.isPresent() && isWhole) {
      return List.of(root.get());
    }
    Image image =
        side.isIndex() && platform.isPresent() ? side.image(platform.get()) : side.onlyImage();
    List<Manifest> indexes = indexes(side, root, image);
    if (side.isIndex() && platform.isEmpty()) {
      return indexes;
    }
    List<Manifest> subjects = new ArrayList<>();
    image.manifest().ifPresent(subjects::add);
    subjects.addAll(indexes);
    return subjects;
  }

  private List<Manifest> indexes(DocumentSide side, Optional<Manifest> root, Image image) {
    ImageResolver documents = new ImageResolver(side.store().orElseThrow(), context);
    List<Manifest> indexes = new ArrayList<>();
    for (Resolution.Step step : image.resolution().steps()) {
      if (step.kind() == DigestKind.INDEX) {
        indexes.add(
            root.filter(ImageIndex.class::isInstance)
                .filter(known -> known.digest().equals(step.digest()))
                .orElseGet(() -> documents.root(new ImageResolver.Root.ByDigest(step.digest()))));
      }
    }
    return indexes;
  }
}
