package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Mutated layers give facts or a ScanException, never anything else, and soon. */
class LayerFuzzTest {
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final byte[] INTERESTING = {
    0, 1, ' ', '/', '.', '0', '7', '9', '=', '\n', -128, -1
  };

  private static ScanContext context() {
    Limits d = Limits.defaults();
    Limits limits =
        new Limits(
            d.manifestBytes(),
            d.configBytes(),
            d.jsonDepth(),
            d.indexDepth(),
            d.indexManifests(),
            d.layers(),
            1 << 22,
            d.layerRatio(),
            1000,
            d.treeEntries(),
            d.pathBytes(),
            d.headerBytes(),
            1 << 20,
            d.zstdWindowLog(),
            d.accountFileBytes(),
            d.symlinkHops(),
            d.archiveEntries(),
            d.tocBytes());
    return new ScanContext(Clock.systemUTC(), limits, Progress.NONE, new Cancellation());
  }

  private static byte[] sample() {
    TarBytes.Header sparse =
        new TarBytes.Header("s", 'S', 4)
            .gnu()
            .octal(386, 12, 4)
            .octal(398, 12, 4)
            .octal(483, 12, 9);
    return new TarBytes()
        .pax("path=etc/passwd", "mtime=1.5", "SCHILY.xattr.security.capability=\0\0\0\2")
        .file("x", "root:x:0:0::/:\n")
        .extension('L', TarBytes.latin1("long/name\0"))
        .link("y", '1', "etc/passwd")
        .add(sparse, TarBytes.latin1("data"))
        .pax("GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.realsize=9")
        .file("t", "1\n4\n4\n" + "\0".repeat(505) + "\0data")
        .pax("GNU.sparse.map=1,2", "GNU.sparse.size=5")
        .file("u", "ab")
        .file("d/.wh.x", "")
        .link("l", '2', "d")
        .file("l/x", "")
        .end();
  }

  private static void mutate(byte[] bytes, Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextBoolean()
              ? INTERESTING[random.nextInt(INTERESTING.length)]
              : (byte) random.nextInt();
    }
  }

  /** Makes the checksum of each header right again, so that mutations get past it. */
  private static void reseal(byte[] tar) {
    for (int block = 0; block + TarBytes.BLOCK <= tar.length; block += TarBytes.BLOCK) {
      if (tar[block + 257] == 'u' && tar[block + 258] == 's') {
        Arrays.fill(tar, block + 148, block + 156, (byte) ' ');
        int sum = 0;
        for (int i = block; i < block + TarBytes.BLOCK; i++) {
          sum += tar[i] & 0xFF;
        }
        byte[] text = TarBytes.latin1(String.format("%06o\0 ", sum));
        System.arraycopy(text, 0, tar, block + 148, 8);
      }
    }
  }

  /** True when the layer was read. */
  private static boolean survives(byte[] stored, ScanContext context) throws IOException {
    try {
      LayerFacts facts =
          new LayerScanner(context)
              .scan(
                  new ByteArrayInputStream(stored),
                  DigestAlgorithm.SHA256,
                  DigestAlgorithm.SHA256,
                  Set.of());
      assertTrue(facts.storedDigest().equals(Digest.sha256(stored)));
      return true;
    } catch (ScanException e) {
      return false;
    }
  }

  @Test
  void mutatedTarsAreReadOrRefused() {
    byte[] sample = sample();
    ScanContext context = context();
    Random random = new Random(20_000);
    int[] read = new int[1];
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          for (int i = 0; i < 20_000; i++) {
            byte[] mutated = sample.clone();
            mutate(mutated, random);
            if (i % 8 != 0) {
              reseal(mutated);
            }
            read[0] += survives(mutated, context) ? 1 : 0;
          }
        });
    assertTrue(read[0] > 4_000 && read[0] < 19_000, "read " + read[0]);
  }

  @Test
  void tarsCutOffAnywhereAreReadOrRefused() {
    byte[] sample = sample();
    ScanContext context = context();
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          for (int length = 0; length < sample.length; length += 7) {
            survives(Arrays.copyOf(sample, length), context);
          }
        });
  }

  @Test
  void mutatedCompressedTarsAreReadOrRefused() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(sample());
    }
    List<byte[]> samples = List.of(gzip.toByteArray(), Zstd.compress(sample()));
    ScanContext context = context();
    Random random = new Random(3);
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          for (int i = 0; i < 6_000; i++) {
            byte[] mutated = samples.get(i % 2).clone();
            mutate(mutated, random);
            survives(mutated, context);
          }
        });
  }
}
