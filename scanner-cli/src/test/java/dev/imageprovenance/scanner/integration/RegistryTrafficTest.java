package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.ScanReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a scan asks a real registry for, by the registry's own access log. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class RegistryTrafficTest {
  private final RealParts parts;
  private final RealRegistry registry;
  private final String reference;

  RegistryTrafficTest(RealParts parts) {
    this.parts = parts;
    this.registry = RealRegistry.open(parts.workspace());
    this.reference = registry.reference("traffic:1");
  }

  @BeforeEach
  void pushAnImage() {
    Skopeo.copy(
        "docker://" + parts.images().reference(OracleImages.DEBIAN), "docker://" + reference);
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @Test
  void coldScanReadsEachBlobOnce() {
    int before = registry.accesses().size();

    ImageReport image = scanWithoutCache().images().get(0);

    List<RealRegistry.Access> accesses = since(before);
    long stored = image.layers().stream().mapToLong(layer -> layer.storedSize()).sum();
    long sent = RealRegistry.bytes(accesses.stream().filter(RealRegistry.Access::isForABlob));
    assertTrue(sent <= stored * 1.01 + 20_000, () -> sent + " bytes for " + stored);
    assertEquals(
        accesses.stream().map(RealRegistry.Access::path).distinct().count(),
        accesses.stream().filter(access -> access.method().equals("GET")).count(),
        () -> "something was asked for twice: " + accesses);
  }

  @Test
  void secondScanFromCacheAsksForManifestAndConfigOnly() {
    var cache = parts.workspace().directory("cache");
    try (ImageScanner scanner = ImageScanner.builder().cache(cache, 1L << 30).build()) {
      scanner.scan(ScanRequest.of(reference));
    }
    int before = registry.accesses().size();

    ScanReport second;
    try (ImageScanner scanner = ImageScanner.builder().cache(cache, 1L << 30).build()) {
      second = scanner.scan(ScanRequest.of(reference));
    }

    String config = second.images().get(0).configDigest().toString();
    List<RealRegistry.Access> accesses = since(before);
    assertTrue(
        accesses.stream().allMatch(access -> access.isForAManifest() || access.isForBlob(config)),
        () -> "asked for more: " + accesses);
    assertEquals(2, accesses.size(), () -> "asked too often: " + accesses);
  }

  private ScanReport scanWithoutCache() {
    return Inspection.report(reference);
  }

  private List<RealRegistry.Access> since(int before) {
    List<RealRegistry.Access> all = registry.accesses();
    return all.subList(before, all.size());
  }
}
