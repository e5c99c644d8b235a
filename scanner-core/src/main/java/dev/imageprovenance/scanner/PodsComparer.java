package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodImages;
import dev.imageprovenance.scanner.workload.PodsComparison;
import dev.imageprovenance.scanner.workload.Standing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the images of pods with their registries, each digest once; thread-safe. */
final class PodsComparer {
  private final ScanContext context;
  private final RegistryOptions options;
  private final LayerCollector collector;

  PodsComparer(ScanContext context, RegistryOptions options, LayerCollector collector) {
    this.context = context;
    this.options = options;
    this.collector = collector;
  }

  PodsComparison compare(PodsRequest request) {
    GivenCredentials.requireNone(options);
    Instant startedAt = context.clock().instant();
    try (Repositories repositories = new Repositories(options, context)) {
      PodImages images = new PodImages(request.list().pods());
      Map<PodImages.Key, RunningImage> running = find(request, images, repositories);
      List<PodImage> compared = new ArrayList<>(lookInto(images, running));
      compared.sort(
          Comparator.comparing((PodImage image) -> rank(request, image))
              .thenComparing(PodImage::specImage)
              .thenComparing(image -> image.imageId().text()));
      return new PodsComparison(
          startedAt,
          request.list().name(),
          request.list().pods().size(),
          request.list().containers(),
          request.required(),
          request.failOn(),
          compared);
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE, "Closing the connections to the registries failed", null, e);
    }
  }

  /** What must be read first comes first. */
  private static int rank(PodsRequest request, PodImage image) {
    if (image.standing().isIntegrityBroken()) {
      return 0;
    }
    Verdict verdict = image.verdict(request.required(), request.failOn());
    return switch (verdict) {
      case FAIL -> 1;
      case UNKNOWN -> 2;
      case PASS -> 3;
    };
  }

  private Map<PodImages.Key, RunningImage> find(
      PodsRequest request, PodImages images, Repositories repositories) {
    RunningImageFinder finder =
        new RunningImageFinder(
            repositories,
            request.platform().orElse(Platform.host()),
            new ComparedLayers(collector, context.limits()),
            context.limits());
    Map<PodImages.Key, RunningImage> running = new LinkedHashMap<>();
    for (PodImages.Key key : images.keys()) {
      context.cancellation().throwIfCancelled();
      running.put(key, finder.find(key.imageId(), key.specImage()));
    }
    return running;
  }

  /** Reads every distinct image once, and holds on to the facts of no more than one at a time. */
  private List<PodImage> lookInto(PodImages images, Map<PodImages.Key, RunningImage> running) {
    Map<Digest, List<PodImages.Key>> byManifest = new LinkedHashMap<>();
    Map<Digest, Image> documents = new LinkedHashMap<>();
    List<PodImage> compared = new ArrayList<>();
    running.forEach(
        (key, found) -> {
          Optional<Image> image = found.image();
          if (image.isPresent()) {
            Digest digest = RunningImage.identity(image.get());
            byManifest.computeIfAbsent(digest, same -> new ArrayList<>()).add(key);
            documents.putIfAbsent(digest, image.get());
          } else {
            Fact<ImageFacts> none = Fact.unknown(found.whyNoImage());
            compared.addAll(rows(images, List.of(key), running, none));
          }
        });
    ImageInspector inspector =
        new ImageInspector(
            context, new SharedLayers(collector, documents.values()), Optional.empty());
    documents.forEach(
        (digest, image) -> {
          context.cancellation().throwIfCancelled();
          Fact<ImageFacts> facts = Fact.known(inspector.inspect(image));
          compared.addAll(rows(images, byManifest.getOrDefault(digest, List.of()), running, facts));
        });
    return compared;
  }

  private static List<PodImage> rows(
      PodImages images,
      List<PodImages.Key> keys,
      Map<PodImages.Key, RunningImage> running,
      Fact<ImageFacts> facts) {
    Map<PodImages.Key, List<PodImage.Use>> uses = new HashMap<>(images.judge(keys, facts));
    List<PodImage> rows = new ArrayList<>();
    for (PodImages.Key key : keys) {
      RunningImage found = running.getOrDefault(key, RunningImage.unknown(""));
      rows.add(
          new PodImage(
              key.specImage(),
              key.imageId(),
              verified(found.standing(), facts),
              uses.getOrDefault(key, List.of())));
    }
    return rows;
  }

  /** A copy whose bytes do not have their digests proves nothing, whatever its names say. */
  private static Standing verified(Standing standing, Fact<ImageFacts> facts) {
    if (!(facts instanceof Fact.Known<ImageFacts> known)) {
      return standing;
    }
    boolean broken =
        known.value().verifications().stream()
            .anyMatch(verification -> verification.status() == Status.MISMATCH);
    if (broken) {
      return standing.butUnknown(
          "integrity is broken: the registry's copy does not have the bytes that its digests"
              + " promise",
          true);
    }
    boolean restsOnLayers =
        standing.rung().asKnown().filter(RunningImageFinder::restsOnLayers).isPresent()
            && standing.comparison().isEmpty();
    Optional<String> unread =
        known.value().layers().stream()
            .flatMap(layer -> layer.facts().whyUnknown().stream())
            .findFirst();
    return restsOnLayers && unread.isPresent()
        ? standing.butUnknown(unread.get(), false)
        : standing;
  }
}
