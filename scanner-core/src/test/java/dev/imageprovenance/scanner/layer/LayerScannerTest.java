package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.layer.LayerAnomaly.Kind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Streams, their digests, and the entries in them. */
class LayerScannerTest extends LayerScanning {
  @Test
  void bothStreamsAreHashedToTheirLastByte() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").raw(new byte[200_000]).end();
    byte[] stored = gzip(tar);
    LayerFacts facts = scan(stored);
    assertEquals(Digest.sha256(stored), facts.storedDigest());
    assertEquals(stored.length, facts.storedSize());
    assertEquals(Digest.sha256(tar), facts.diffId());
    assertEquals(tar.length, facts.uncompressedSize());
    assertEquals(Compression.GZIP, facts.compression());
  }

  @Test
  void zstdIsScanned() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").end();
    LayerFacts facts = scan(Zstd.compress(tar));
    assertEquals(Digest.sha256(tar), facts.diffId());
    assertEquals(Compression.ZSTD, facts.compression());
  }

  @Test
  void digestsAreOfTheAlgorithmsAskedFor() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").end();
    LayerFacts facts =
        new LayerScanner(ScanContext.defaults())
            .scan(
                new ByteArrayInputStream(tar),
                DigestAlgorithm.SHA512,
                DigestAlgorithm.SHA256,
                Set.of());
    assertEquals(Digest.compute(DigestAlgorithm.SHA512, tar), facts.storedDigest());
    assertEquals(Digest.sha256(tar), facts.diffId());
  }

  @Test
  void bytesBehindGzipAreHashedAndReported() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(gzip(new TarBytes().file("a", "x").end()));
    bytes.writeBytes(new byte[100_000]);
    LayerFacts facts = scan(bytes.toByteArray());
    assertEquals(Digest.sha256(bytes.toByteArray()), facts.storedDigest());
    assertEquals(List.of(Kind.TRAILING_COMPRESSED_DATA), kinds(facts));
  }

  @Test
  void whatStandsBehindTheTarIsPartOfTheDiffIdAndNoEntry() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").raw(new byte[1024]).file("toc", "{}").end();
    LayerFacts facts = scan(gzip(tar));
    assertEquals(Digest.sha256(tar), facts.diffId());
    assertEquals(1, facts.entries().size());
    assertEquals(List.of(Kind.TRAILING_DATA), kinds(facts));
  }

  @Test
  void progressHearsOfAllStoredBytes() throws IOException {
    AtomicLong heard = new AtomicLong();
    Progress progress =
        new Progress() {
          @Override
          public void bytesRead(long count) {
            heard.addAndGet(count);
          }
        };
    byte[] stored = gzip(new TarBytes().file("a", "x".repeat(500_000)).end());
    scan(
        stored,
        new ScanContext(Clock.systemUTC(), Limits.defaults(), progress, new Cancellation()));
    assertEquals(stored.length, heard.get());
  }

  // Entries

  @Test
  void everyTypeBecomesItsEntry() throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .add(header("./", '5').mode(0755))
                .add(header("./usr/", '5').mode(02775).owner(0, 50))
                .add(new TarBytes.Header("/usr/su", '0', 4).mode(04755), TarBytes.latin1("code"))
                .add(header("usr/link", '2').link("../etc/x").mode(0777))
                .add(header("usr/hard", '1').link("./usr/su").mode(04755))
                .add(header("usr/null", '3').device(1, 3))
                .add(header("usr/sda", '4').device(8, 0))
                .add(header("usr/pipe", '6')));
    assertEquals(
        List.of(
            new LayerEntry.Directory("", attributes(0755, 0, 0)),
            new LayerEntry.Directory("usr", attributes(02775, 0, 50)),
            new LayerEntry.RegularFile("usr/su", attributes(04755, 0, 0), 4, hash("code")),
            new LayerEntry.SymbolicLink("usr/link", attributes(0777, 0, 0), "../etc/x"),
            new LayerEntry.HardLink("usr/hard", attributes(04755, 0, 0), "usr/su"),
            new LayerEntry.Device("usr/null", PLAIN, false, 1, 3),
            new LayerEntry.Device("usr/sda", PLAIN, true, 8, 0),
            new LayerEntry.Fifo("usr/pipe", PLAIN)),
        facts.entries());
    assertEquals(List.of(), facts.anomalies());
  }

  @Test
  void equalAttributesAreOneObject() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("a", "").file("b", ""));
    assertSame(
        ((LayerEntry.Inode) facts.entries().get(0)).attributes(),
        ((LayerEntry.Inode) facts.entries().get(1)).attributes());
  }

  @Test
  void cancellationEndsTheScan() {
    Cancellation cancellation = new Cancellation();
    InputStream stored =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            cancellation.cancel();
            target[offset] = 0;
            return 1;
          }
        };
    ScanContext context =
        new ScanContext(Clock.systemUTC(), Limits.defaults(), Progress.NONE, cancellation);
    ScanException e =
        assertThrows(
            ScanException.class,
            () ->
                new LayerScanner(context)
                    .scan(stored, DigestAlgorithm.SHA256, DigestAlgorithm.SHA256, Set.of()));
    assertEquals(ProblemKind.CANCELLED, e.kind());
  }

  @Test
  void aBrokenSourceIsAnIOException() {
    IOException broken = new IOException("reset");
    InputStream stored =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw broken;
          }
        };
    LayerScanner scanner = new LayerScanner(ScanContext.defaults());
    assertSame(
        broken,
        assertThrows(
            IOException.class,
            () -> scanner.scan(stored, DigestAlgorithm.SHA256, DigestAlgorithm.SHA256, Set.of())));
  }
}
