package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.layer.LayerAnomaly.Kind;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Scans a layer that a test writes. */
abstract class LayerScanning {
  static final String CAP_SETUID = "\u0001\u0000\u0000\u0002\u0080" + "\u0000".repeat(15);

  static LayerFacts scan(byte[] stored) throws IOException {
    return scan(stored, ScanContext.defaults());
  }

  static LayerFacts scan(TarBytes tar) throws IOException {
    return scan(tar.end());
  }

  static LayerFacts scan(byte[] stored, ScanContext context, String... keep) throws IOException {
    return new LayerScanner(context)
        .scan(
            new ByteArrayInputStream(stored),
            DigestAlgorithm.SHA256,
            DigestAlgorithm.SHA256,
            Set.of(keep));
  }

  static ScanContext limited(Limits limits) {
    return new ScanContext(Clock.systemUTC(), limits, Progress.NONE, new Cancellation());
  }

  static Limits limits(long uncompressedBytes, int ratio, int entries, int accountFileBytes) {
    Limits d = Limits.defaults();
    return new Limits(
        d.manifestBytes(),
        d.configBytes(),
        d.jsonDepth(),
        d.indexDepth(),
        d.indexManifests(),
        d.layers(),
        uncompressedBytes,
        ratio,
        entries,
        d.treeEntries(),
        d.pathBytes(),
        d.headerBytes(),
        d.sparseBytes(),
        d.zstdWindowLog(),
        accountFileBytes,
        d.symlinkHops(),
        d.archiveEntries(),
        d.tocBytes());
  }

  static void assertLimit(String name, byte[] stored, Limits limits) {
    ScanException e = assertThrows(ScanException.class, () -> scan(stored, limited(limits)));
    assertEquals(ProblemKind.LIMIT, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains(name), e.getMessage());
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static TarBytes.Header header(String name, char type) {
    return new TarBytes.Header(name, type, 0);
  }

  static Attributes attributes(int mode, long uid, long gid) {
    return new Attributes(mode, uid, gid, 0, Optional.empty());
  }

  static final Attributes PLAIN = attributes(0644, 0, 0);

  static ContentHash hash(String content) {
    return ContentHash.of(DigestAlgorithm.SHA256.newHasher().digest(TarBytes.latin1(content)));
  }

  static List<Kind> kinds(LayerFacts facts) {
    return facts.anomalies().stream().map(LayerAnomaly::kind).toList();
  }

  static Attributes onlyAttributes(LayerFacts facts) {
    assertEquals(1, facts.entries().size());
    return assertInstanceOf(LayerEntry.Inode.class, facts.entries().get(0)).attributes();
  }
}
