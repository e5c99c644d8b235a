package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.Ladder;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.daemon.DaemonSource;
import dev.imageprovenance.scanner.source.daemon.EngineClient;
import dev.imageprovenance.scanner.source.daemon.EngineContainer;
import dev.imageprovenance.scanner.source.daemon.EngineImage;
import dev.imageprovenance.scanner.source.daemon.EngineInfo;
import dev.imageprovenance.scanner.source.daemon.FoundContainer;
import dev.imageprovenance.scanner.source.daemon.ImageStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what is deployed with its registry copy, wherever either is; thread-safe. */
final class ImageComparer {
  private final ScanContext context;
  private final RegistryOptions options;
  private final LayerCollector collector;

  ImageComparer(ScanContext context, RegistryOptions options, LayerCollector collector) {
    this.context = context;
    this.options = options;
    this.collector = collector;
  }

  Comparison compare(CompareRequest request) {
    ImageAddress deployed = address(request.deployed());
    GivenCredentials.requireOneRegistry(options, deployed, request.registry().map(this::address));
    try {
      if (deployed instanceof ImageAddress.InEngine image) {
        return compareEngineImage(request, image);
      }
      return deployed instanceof ImageAddress.InContainer container
          ? compareContainer(request, container)
          : compareDocuments(request, deployed);
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Closing " + Text.escape(request.deployed()) + " failed",
          null,
          e);
    }
  }

  private ImageAddress address(String text) {
    return ImageAddressParser.parse(text, context.directory());
  }

  private Comparison compareEngineImage(CompareRequest request, ImageAddress.InEngine address)
      throws IOException {
    try (EngineClient engine = EngineClient.connect(address.engine(), options, context)) {
      EngineImage image = engine.image(address.name());
      EngineHeldImage held =
          new EngineHeldImage(
              address.text(),
              engine.engine().sourceKind(),
              describe(engine),
              Optional.empty(),
              Optional.of(address.name()),
              image,
              () -> DaemonSource.ofImage(engine, image.id().toString(), address.text(), context));
      return engineComparer(request, held, layers(), DriftReading.NONE).compare();
    }
  }

  private Comparison compareContainer(CompareRequest request, ImageAddress.InContainer address)
      throws IOException {
    FoundContainer found = FoundContainer.find(address, options, context);
    try (EngineClient engine = found.client()) {
      EngineContainer container = found.container();
      EngineHeldImage held =
          new EngineHeldImage(
              address.text(),
              engine.engine().sourceKind(),
              describe(engine),
              Optional.of(container.id()),
              Optional.of(container.startedFrom()),
              engine.image(container.imageId().toString()),
              () -> DaemonSource.ofContainer(engine, container, address.text(), context));
      ComparedLayers layers = layers();
      DriftReading drift =
          new ContainerReader(engine, container, held, layers, context, request.ignore());
      return engineComparer(request, held, layers, drift).compare();
    }
  }

  /** The engine, with what its image IDs are. */
  private static String describe(EngineClient engine) {
    EngineInfo info = engine.info();
    return engine.name()
        + ", version "
        + Text.excerpt(info.version())
        + ", "
        + info.store().label()
        + " "
        + Text.excerpt(info.storageDriver())
        + (info.store() == ImageStore.CONTAINERD
            ? ": image IDs are digests of indexes or manifests"
            : ": image IDs are digests of configs");
  }

  private EngineComparer engineComparer(
      CompareRequest request, EngineHeldImage held, ComparedLayers layers, DriftReading drift) {
    return new EngineComparer(
        request,
        context,
        held,
        this::open,
        new Ladder(layers, context.limits(), request.rehash()),
        drift);
  }

  private ComparedLayers layers() {
    return new ComparedLayers(collector, context.limits());
  }

  private Comparison compareDocuments(CompareRequest request, ImageAddress deployedAddress)
      throws IOException {
    ImageAddress registryAddress =
        address(request.registry().orElseThrow(() -> nothingToCompareWith(request.deployed())));
    try (DocumentSide deployed = open(deployedAddress);
        DocumentSide registry = open(registryAddress)) {
      return compare(request, context.clock().instant(), deployed, registry);
    }
  }

  private DocumentSide open(ImageAddress address) {
    return new DocumentSide(address, ImageSources.open(address, options, context));
  }

  private static ScanException nothingToCompareWith(String deployed) {
    return new ScanException(
        ProblemKind.USAGE,
        Text.escape(deployed) + " does not name a registry copy itself",
        "Name the image that it should equal as the second argument.",
        null);
  }

  private Comparison compare(
      CompareRequest request, Instant startedAt, DocumentSide deployed, DocumentSide registry) {
    Ladder ladder = new Ladder(layers(), context.limits(), request.rehash());
    boolean isOneDocument = isOneDocument(request, deployed, registry, ladder);
    ComparedImages compared =
        isOneDocument
            ? new ComparedImages(List.of(), List.of(), List.of())
            : compareImages(request, deployed, registry, ladder);
    return new Comparison(
        startedAt,
        deployed.describe(),
        registry.describe(),
        request.required(),
        request.failOn(),
        isOneDocument ? Fact.known(Rung.IDENTICAL) : compared.rung(),
        isOneDocument ? Assurance.PROVED : compared.assurance(),
        isOneDocument
            ? "both sides have the same "
                + (deployed.isIndex() ? "index" : "manifest")
                + ", byte for byte"
            : compared.why(),
        compared.images(),
        compared.platforms(),
        compared.packaging(),
        provenance(deployed, registry, compared.images()),
        new EvidenceComparer(context).compare(request, deployed, registry),
        Optional.empty());
  }

  /**
   * True when both sides have one root, byte for byte, and nothing that lies here contradicts it. A
   * registry's blobs are what their digests say, or a pull fails.
   */
  private static boolean isOneDocument(
      CompareRequest request, DocumentSide deployed, DocumentSide registry, Ladder ladder) {
    Optional<Digest> root = deployed.rootDigest();
    return root.isPresent()
        && root.equals(registry.rootDigest())
        && request.platform().isEmpty()
        && (!deployed.isLocal()
            || deployed.images().stream().allMatch(image -> ladder.contradiction(image).isEmpty()));
  }

  private ComparedImages compareImages(
      CompareRequest request, DocumentSide deployed, DocumentSide registry, Ladder ladder) {
    if (request.platform().isPresent()) {
      return onePlatform(ladder, deployed, registry, request.platform().get());
    }
    if (deployed.isIndex()) {
      return new IndexComparer(deployed, registry, ladder).compare();
    }
    Image image = deployed.onlyImage();
    Image other =
        registry.isIndex() ? registry.image(image.config().platform()) : registry.onlyImage();
    return ComparedImages.of(ladder.compare(IndexComparer.candidate(image), other));
  }

  private static ComparedImages onePlatform(
      Ladder ladder, DocumentSide deployed, DocumentSide registry, Platform platform) {
    return deployed.isIndex()
        ? new IndexComparer(deployed, registry, ladder).compare(platform)
        : ComparedImages.of(
            ladder.compare(
                IndexComparer.candidate(deployed.image(platform)), registry.image(platform)));
  }

  private Optional<Provenance> provenance(
      DocumentSide deployed, DocumentSide registry, List<ImageComparison> images) {
    if (registry.repository().isEmpty()) {
      return Optional.empty();
    }
    List<Digest> seen = new ArrayList<>();
    registry.rootDigest().ifPresent(seen::add);
    images.forEach(image -> image.registry().digests().forEach(known -> seen.add(known.digest())));
    boolean isFromThere =
        deployed
            .repository()
            .filter(place -> place.name().equals(registry.repository().get().name()))
            .isPresent();
    // What goes by another tag was never where this one points.
    boolean isNamedByTag = deployed.readTag().isPresent();
    Optional<String> tag =
        isFromThere && (!isNamedByTag || deployed.readTag().equals(registry.readTag()))
            ? registry.readTag()
            : Optional.empty();
    return Optional.of(
        new ProvenanceProbe(
                registry.repository().get(),
                isFromThere ? deployed.rootDigest() : Optional.empty(),
                Presence.GONE)
            .ask(
                seen,
                tag,
                tag.flatMap(name -> registry.rootDigest()),
                pointsAt -> new ProvenanceProbe.TagTarget(seen, age(images)),
                List.of(),
                List.of()));
  }

  private static Provenance.Age age(List<ImageComparison> images) {
    return images.stream()
        .findFirst()
        .map(image -> ProvenanceProbe.age(image.registry().created(), image.deployed().created()))
        .orElse(Provenance.Age.UNKNOWN);
  }
}
