package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.Checks;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.layer.LayerFactsCache;
import dev.imageprovenance.scanner.layer.NotInSnapshotException;
import dev.imageprovenance.scanner.layer.TreeSnapshotCache;
import dev.imageprovenance.scanner.lineage.BaseIndex;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.policy.PolicySubject;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.Problems;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.ResolvedImages;
import dev.imageprovenance.scanner.source.WebDocuments;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Scans images; thread-safe and re-entrant, to be closed when no longer needed. It has no cache
 * unless it is given a directory.
 */
public final class ImageScanner implements ScanEngine, AutoCloseable {
  private final ScanContext context;
  private final RegistryOptions registry;
  private final ImageInspector inspector;
  private final ImageComparer comparer;
  private final PodsComparer podsComparer;
  private final LineageTracer tracer;

  private ImageScanner(Builder builder) {
    this.context =
        new ScanContext(
            builder.clock,
            builder.limits,
            builder.progress,
            builder.cancellation,
            builder.directory);
    this.registry = builder.registry;
    LayerCollector collector =
        new LayerCollector(
            context,
            builder.cacheDirectory.map(
                directory -> new LayerFactsCache(directory, builder.cacheBytes)));
    this.inspector =
        new ImageInspector(
            context,
            collector,
            builder.cacheDirectory.map(
                directory -> new TreeSnapshotCache(directory, builder.cacheBytes)));
    this.comparer = new ImageComparer(context, registry, collector);
    this.podsComparer = new PodsComparer(context, registry, collector);
    this.tracer =
        new LineageTracer(
            context,
            registry,
            collector,
            builder
                .cacheDirectory
                .map(directory -> BaseIndex.in(directory, builder.cacheBytes))
                .orElseGet(BaseIndex::none));
  }

  /** A builder with system clock, default limits, no cache. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Scans one address, every selected platform of it.
   *
   * @throws ScanException if there is no image to judge: it says what failed, where, and what to do
   */
  @Override
  public ScanReport scan(ScanRequest request) {
    Instant startedAt = context.clock().instant();
    LocalDate today = LocalDate.ofInstant(startedAt, ZoneOffset.UTC);
    request.policy().requireUsableOn(today);
    request.policy().requireSelectable(request.checks());
    BaseAddresses bases = BaseAddresses.of(request.question(), context.directory());
    List<ImageReport> reports = new ArrayList<>();
    ResolvedImages resolved =
        forEachImage(
            request, (image, store) -> reports.add(scan(image, store, request, bases, startedAt)));
    return new ScanReport(
        request.address(),
        startedAt,
        reports,
        ReportAssembler.children(resolved),
        Optional.empty());
  }

  /** A snapshot that an earlier scan left is enough unless a check asks for more than it holds. */
  private ImageReport scan(
      Image image,
      Optional<ContentStore> store,
      ScanRequest request,
      BaseAddresses bases,
      Instant now) {
    ImagePolicy policy =
        request.policy().forImage(PolicySubject.of(image.resolution(), request.knownAs()));
    ImageJudge judge = new ImageJudge(policy, checks(request), request, now);
    Optional<ImageFacts> recalled = inspector.recall(image);
    ImageFacts facts = recalled.orElseGet(() -> inspector.inspectAndKeep(image));
    Optional<Lineage> lineage =
        tracer.traceScanned(facts, request.address(), store, bases, policy.wantedBases());
    Optional<Fact<Signatures>> signatures = signatures(image, store, policy);
    try {
      return judge.judge(with(facts, lineage, signatures));
    } catch (NotInSnapshotException e) {
      if (recalled.isEmpty()) {
        throw e;
      }
      // The layers' own facts answer everything.
      return judge.judge(with(inspector.inspect(image), lineage, signatures));
    }
  }

  /** Only some policies ask for signatures. */
  private Optional<Fact<Signatures>> signatures(
      Image image, Optional<ContentStore> store, ImagePolicy policy) {
    return policy.signatures().requiresSomething()
        ? Optional.of(
            new SignatureReader(context, registry)
                .read(image, store, policy.subject().reference(), policy.signatures()))
        : Optional.empty();
  }

  private static ImageFacts with(
      ImageFacts facts, Optional<Lineage> lineage, Optional<Fact<Signatures>> signatures) {
    ImageFacts traced = lineage.isPresent() ? facts.withLineage(lineage.get()) : facts;
    return signatures.isPresent() ? traced.withSignatures(signatures.get()) : traced;
  }

  /**
   * What is known about each selected image, before any check: documents, layers, file trees.
   *
   * @throws ScanException if there is no image: it says what failed, where, and what to do
   */
  public List<ImageFacts> inspect(ScanRequest request) {
    List<ImageFacts> all = new ArrayList<>();
    forEachImage(request, (image, store) -> all.add(inspector.inspect(image)));
    return all;
  }

  /**
   * Compares what is deployed with its registry copy.
   *
   * @throws ScanException if one side cannot be had at all: it says what failed, where, and what to
   *     do. What cannot be had on the way makes the comparison's rung unknown instead
   */
  @Override
  public Comparison compare(CompareRequest request) {
    return comparer.compare(request);
  }

  /**
   * Compares the images that pods really run with the registries that the pods name, and says who
   * their processes are and can become. Each distinct digest is looked at once.
   *
   * @throws ScanException of kind CANCELLED; whatever else fails makes the images unknown that it
   *     concerns
   */
  @Override
  public PodsComparison comparePods(PodsRequest request) {
    return podsComparer.compare(request);
  }

  /**
   * The digest, computed, of the manifest or index that an address leads to now; empty where there
   * is none, as in most archives.
   *
   * @throws ScanException if it cannot be had: it says what failed, where, and what to do
   */
  @Override
  public Optional<Digest> resolve(String address) {
    return reading(address, source -> source.root().map(Manifest::digest));
  }

  /**
   * What is known about the signatures and attestations of each selected image of an address: where
   * they were looked for, what was found, what it is worth, and whether that is what is required.
   * No layer is read.
   *
   * @throws ScanException if there is no image, or none with a place for signatures. What cannot be
   *     had of the signatures makes their state unknown instead
   */
  @Override
  public List<SignedImageReport> signatures(SignatureRequest request) {
    return new SignatureReader(context, registry).read(request);
  }

  /**
   * Scans several addresses under one policy; what cannot be scanned is a problem in the report.
   *
   * @throws ScanException of kind USAGE if there is no request, or if they differ in their policies
   */
  public RunReport scanAll(List<ScanRequest> requests) {
    return runner().scanAll(requests);
  }

  /**
   * Makes several comparisons; what cannot be compared is a problem in the report.
   *
   * @throws ScanException of kind USAGE if there is no request
   */
  public ComparisonRun compareAll(List<CompareRequest> requests) {
    return runner().compareAll(requests);
  }

  private RequestRunner runner() {
    return new RequestRunner(
        this, context.clock(), context.cancellation(), Problems.hiding(registry.secrets())::of);
  }

  /**
   * Tells where an image comes from: its documents and layers, what is claimed of its base, and
   * what the layers prove; one for each platform that is selected.
   *
   * @throws ScanException if there is no image, or the request cannot be understood. What cannot be
   *     had of a base makes that base unknown
   */
  @Override
  public List<Lineage> lineage(LineageRequest request) {
    return tracer.trace(request);
  }

  /**
   * What reads policies, those that extend a URL too: it is asked as registries are, without
   * credentials.
   */
  @Override
  public PolicyLoader policies() {
    WebDocuments documents = new WebDocuments(registry, context);
    return PolicyLoader.fetchingWith(documents::read).in(context.directory());
  }

  private ResolvedImages forEachImage(
      ScanRequest request, BiConsumer<Image, Optional<ContentStore>> consumer) {
    return reading(
        request.address(),
        source -> {
          ResolvedImages resolved = source.resolve(request.platforms());
          for (Image image : resolved.images()) {
            context.cancellation().throwIfCancelled();
            consumer.accept(image, source.store());
          }
          return resolved;
        });
  }

  private <R> R reading(String text, Function<ImageSource, R> work) {
    ImageAddress address = ImageAddressParser.parse(text, context.directory());
    try (ImageSource source = ImageSources.open(address, registry, context)) {
      return work.apply(source);
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Closing the source of " + Text.escape(text) + " failed",
          null,
          e);
    }
  }

  private static List<Check> checks(ScanRequest request) {
    return Checks.all(request.history()).stream()
        .filter(
            check ->
                request.checks().isEmpty()
                    || request.checks().contains(check.id())
                    || check.id().equals(CheckId.INTEGRITY))
        .toList();
  }

  /** Ends nothing that runs; a scanner holds no connection between scans. */
  @Override
  public void close() {}

  /** Collects settings; not thread-safe. */
  public static final class Builder {
    private Clock clock = Clock.systemUTC();
    private Limits limits = Limits.defaults();
    private Progress progress = Progress.NONE;
    private Cancellation cancellation = new Cancellation();
    private RegistryOptions registry = RegistryOptions.defaults();
    private Path directory = Path.of("");
    private Optional<Path> cacheDirectory = Optional.empty();
    private long cacheBytes;

    private Builder() {}

    /**
     * Keeps facts of layers, what checks need of file trees, and the layers of bases, in {@code
     * directory}, at most {@code maxBytes} bytes.
     */
    public Builder cache(Path directory, long maxBytes) {
      this.cacheDirectory = Optional.of(directory);
      this.cacheBytes = maxBytes;
      return this;
    }

    /**
     * Where the relative paths of image addresses and policies begin, when that is not the process'
     * own working directory. Reports show paths as they were written.
     */
    public Builder directory(Path value) {
      this.directory = value;
      return this;
    }

    /** Tells the time of reports. */
    public Builder clock(Clock value) {
      this.clock = value;
      return this;
    }

    /** Bounds scans. */
    public Builder limits(Limits value) {
      this.limits = value;
      return this;
    }

    /** Hears how far scans are. */
    public Builder progress(Progress value) {
      this.progress = value;
      return this;
    }

    /** Ends scans from another thread. */
    public Builder cancellation(Cancellation value) {
      this.cancellation = value;
      return this;
    }

    /** How registries are spoken to. */
    public Builder registry(RegistryOptions value) {
      this.registry = value;
      return this;
    }

    /** The scanner. */
    public ImageScanner build() {
      if (cacheDirectory.isPresent() && cacheBytes <= 0) {
        throw new IllegalArgumentException(
            "cache(" + cacheDirectory.get() + ", " + cacheBytes + "): maxBytes must be positive");
      }
      return new ImageScanner(this);
    }
  }
}
