package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Scans images; thread-safe and re-entrant, to be closed when no longer needed. It has no cache
 * unless it is given a directory.
 */
public final class ImageScanner implements AutoCloseable {
  private final ScanContext context;
  private final RegistryOptions registry;

  private ImageScanner(Builder builder) {
    this.context =
        new ScanContext(builder.clock, builder.limits, builder.progress, builder.cancellation);
    this.registry = builder.registry;
  }

  /** A builder with system clock, default limits, no cache. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Scans one address, every selected platform of it.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException if there is no image to judge: it
   *     says what failed, where, and what to do
   */
  public ScanReport scan(ScanRequest request) {
    throw new UnsupportedOperationException("written next: " + context + registry + request);
  }

  @Override
  public void close() {}

  /** Collects settings; not thread-safe. */
  public static final class Builder {
    private Clock clock = Clock.systemUTC();
    private Limits limits = Limits.defaults();
    private Progress progress = Progress.NONE;
    private Cancellation cancellation = new Cancellation();
    private RegistryOptions registry = RegistryOptions.defaults();
    private Optional<Path> cacheDirectory = Optional.empty();
    private long cacheBytes;

    private Builder() {}

    /** Keeps facts of layers in {@code directory}, at most {@code maxBytes} bytes. */
    public Builder cache(Path directory, long maxBytes) {
      this.cacheDirectory = Optional.of(directory);
      this.cacheBytes = maxBytes;
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
