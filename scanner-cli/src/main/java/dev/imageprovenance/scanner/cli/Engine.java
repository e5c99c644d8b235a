package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.LineageRequest;
import dev.imageprovenance.scanner.PodsRequest;
import dev.imageprovenance.scanner.ScanEngine;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the command needs of the library: the seam at which tests put their own. */
interface Engine extends ScanEngine, AutoCloseable {
  @Override
  void close();

  /** Makes engines. */
  @FunctionalInterface
  interface Factory {
    /** An engine with these settings. */
    Engine open(Settings settings);
  }

  /**
   * How to work.
   *
   * @param registry how registries are spoken to
   * @param cache where facts of layers are kept, if anywhere
   * @param progress hears how far scans are
   * @param cancellation ends the work
   */
  record Settings(
      RegistryOptions registry,
      Optional<Cache> cache,
      Progress progress,
      Cancellation cancellation) {}

  /**
   * A cache on disk.
   *
   * @param directory where
   * @param maxBytes how large it may grow
   */
  record Cache(Path directory, long maxBytes) {}

  /** The library itself. */
  static Engine ofLibrary(Settings settings) {
    ImageScanner.Builder builder =
        ImageScanner.builder()
            .registry(settings.registry())
            .progress(settings.progress())
            .cancellation(settings.cancellation());
    settings.cache().ifPresent(cache -> builder.cache(cache.directory(), cache.maxBytes()));
    ImageScanner scanner = builder.build();
    return new Engine() {
      @Override
      public ScanReport scan(ScanRequest request) {
        return scanner.scan(request);
      }

      @Override
      public Comparison compare(CompareRequest request) {
        return scanner.compare(request);
      }

      @Override
      public List<Lineage> lineage(LineageRequest request) {
        return scanner.lineage(request);
      }

      @Override
      public List<SignedImageReport> signatures(SignatureRequest request) {
        return scanner.signatures(request);
      }

      @Override
      public PodsComparison comparePods(PodsRequest request) {
        return scanner.comparePods(request);
      }

      @Override
      public PolicyLoader policies() {
        return scanner.policies();
      }

      @Override
      public Optional<Digest> resolve(String address) {
        return scanner.resolve(address);
      }

      @Override
      public void close() {
        scanner.close();
      }
    };
  }
}
