package dev.imageprovenance.benchmarks;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.layer.Decompression;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.LayerScanner;
import dev.imageprovenance.scanner.layer.TarReader;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The pass over one gzip layer, whole and in its parts: what inflating, hashing and walking cost
 * alone, and what they cost together. Run by JMH only.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LayerPassBenchmark {
  private static final ScanContext CONTEXT = ScanContext.defaults();

  /** Files in the layer; each has 16 KiB. */
  @Param({"1000", "4000"})
  public int files;

  private byte[] gzipped = new byte[0];
  private byte[] tar = new byte[0];

  /** Makes the layer. */
  @Setup
  public void makeLayer() throws IOException {
    gzipped = SyntheticLayer.gzipped(files);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (InputStream in = Decompression.open(new ByteArrayInputStream(gzipped), CONTEXT.limits())) {
      in.transferTo(plain);
    }
    tar = plain.toByteArray();
  }

  /** What a scan does: everything, in one pass. */
  @Benchmark
  public LayerFacts wholePass() throws IOException {
    return new LayerScanner(CONTEXT)
        .scan(
            new ByteArrayInputStream(gzipped),
            DigestAlgorithm.SHA256,
            DigestAlgorithm.SHA256,
            Set.of());
  }

  /** Inflating alone. */
  @Benchmark
  public long inflate() throws IOException {
    try (InputStream in = Decompression.open(new ByteArrayInputStream(gzipped), CONTEXT.limits())) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int read = in.read(buffer, 0, buffer.length);
          read >= 0;
          read = in.read(buffer, 0, buffer.length)) {
        total += read;
      }
      return total;
    }
  }

  /** One sha256 of the uncompressed bytes alone; a scan computes two and one of the stored. */
  @Benchmark
  public byte[] hash() throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(tar);
  }

  /** Walking the headers of the uncompressed tar alone, contents skipped. */
  @Benchmark
  public void walk(Blackhole hole) throws IOException {
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), CONTEXT.limits(), hole::consume);
    for (var header = reader.next(); header != null; header = reader.next()) {
      hole.consume(header);
    }
  }
}
