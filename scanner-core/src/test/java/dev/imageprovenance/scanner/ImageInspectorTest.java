package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.check.IntegrityCheck;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageResolver;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.SampleDocuments;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Copies of an image in its index, which are read beside it. */
class ImageInspectorTest {
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
  private static final byte[] LOWER = tar(0);
  private static final byte[] UPPER = tar(10_240);

  private final Blobs blobs = new Blobs();

  @Test
  void anHonestCopyPasses() {
    copy(zstd(LOWER), zstd(UPPER));
    assertEquals(List.of(), outcome().findings());
  }

  @Test
  void theSummaryNamesTheVerifiedCopy() {
    Digest copy = copy(zstd(LOWER), zstd(UPPER));
    String summary = outcome().summary();
    assertTrue(summary.endsWith("also verified: copy " + copy + " (zstd)"), summary);
  }

  @Test
  void aCopyWithOtherContentIsBroken() {
    copy(zstd(LOWER), zstd(tar(20_480)));
    assertEquals(List.of("DIGEST_MISMATCH"), codes(outcome()));
  }

  @Test
  void theFindingNamesTheCopy() {
    Digest copy = copy(zstd(LOWER), zstd(tar(20_480)));
    assertTrue(outcome().findings().get(0).message().contains(copy.toString()));
  }

  @Test
  void aFailingCopyIsNotCalledVerified() {
    copy(zstd(LOWER), zstd(tar(20_480)));
    assertEquals(-1, outcome().summary().indexOf("also verified"));
  }

  @Test
  void aCopyWithTheSameBlobsInAnotherOrderIsBroken() {
    copyOf(layer(TAR, UPPER), layer(TAR, LOWER));
    assertEquals(List.of("DIGEST_MISMATCH", "DIGEST_MISMATCH"), codes(outcome()));
  }

  @Test
  void blobsThatBothHaveAreReadOnce() {
    copyOf(layer(TAR, LOWER), layer(TAR + "+zstd", zstd(UPPER)));
    outcome();
    assertEquals(
        1,
        blobs.requests.stream().filter(Digest.sha256(LOWER)::equals).count(),
        blobs.requests::toString);
  }

  @Test
  void aCopyWhoseLayerIsMissingMakesIntegrityUnknown() {
    copy(zstd(LOWER), zstd(UPPER));
    blobs.byDigest.remove(Digest.sha256(zstd(UPPER)));
    assertTrue(outcome().unknown().isPresent());
  }

  @Test
  void aCopyWhoseStoredBytesAreOthersIsBroken() {
    copy(zstd(LOWER), zstd(UPPER));
    blobs.byDigest.put(Digest.sha256(zstd(UPPER)), Zstd.compress(UPPER, 19));
    assertTrue(codes(outcome()).contains("DIGEST_MISMATCH"));
  }

  @Test
  void aMediaTypeThatDisagreesWithTheCopysContentIsReported() {
    copyOf(layer(TAR, LOWER), layer(TAR + "+gzip", zstd(UPPER)));
    assertEquals(List.of("MEDIA_TYPE_MISMATCH"), codes(outcome()));
  }

  @Test
  void dataBehindTheEndOfTheCopysTarIsReported() {
    byte[] longer = Arrays.copyOf(UPPER, UPPER.length + 512);
    longer[UPPER.length] = 1;
    copy(zstd(LOWER), zstd(longer));
    assertTrue(codes(outcome()).contains("TRAILING_DATA"));
  }

  @Test
  void theEntriesOfACopyAreNotKept() {
    copy(zstd(LOWER), zstd(UPPER));
    assertTrue(
        inspect().copies().get(0).layers().stream()
            .allMatch(layer -> layer.facts().asKnown().orElseThrow().entries().isEmpty()));
  }

  private static List<String> codes(CheckOutcome outcome) {
    return outcome.findings().stream().map(Finding::code).toList();
  }

  private CheckOutcome outcome() {
    return new IntegrityCheck().check(inspect());
  }

  private ImageFacts inspect() {
    ImageResolver resolver = new ImageResolver(blobs, ScanContext.defaults());
    Image image =
        resolver
            .resolve(
                "app:1",
                new ImageResolver.Root.Tag("1"),
                new PlatformSelection.One(Platform.parse("linux/amd64"), true))
            .images()
            .get(0);
    return new ImageInspector(
            ScanContext.defaults(),
            new LayerCollector(ScanContext.defaults(), Optional.empty()),
            Optional.empty())
        .inspect(image);
  }

  private Digest copy(byte[]... layers) {
    return copyOf(
        Arrays.stream(layers).map(bytes -> layer(TAR + "+zstd", bytes)).toArray(String[]::new));
  }

  /** An index of the image with plain layers and of a copy; the copy's digest. */
  private Digest copyOf(String... layers) {
    byte[] image = manifest(layer(TAR, LOWER), layer(TAR, UPPER));
    byte[] copy = manifest(layers);
    blobs.tagged =
        SampleDocuments.index(
            SampleDocuments.manifestEntry(image, SampleDocuments.platform("amd64")),
            SampleDocuments.manifestEntry(copy, SampleDocuments.platform("amd64")));
    return Digest.sha256(copy);
  }

  private byte[] manifest(String... layers) {
    byte[] config = SampleDocuments.config("1000", LOWER, UPPER);
    blobs.put(config);
    byte[] manifest =
        SampleDocuments.utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":"
                + SampleDocuments.descriptor("application/vnd.oci.image.config.v1+json", config, "")
                + ",\"layers\":["
                + Arrays.stream(layers).collect(Collectors.joining(","))
                + "]}");
    blobs.put(manifest);
    return manifest;
  }

  private String layer(String mediaType, byte[] stored) {
    blobs.put(stored);
    return SampleDocuments.descriptor(mediaType, stored, "");
  }

  private static byte[] zstd(byte[] tar) {
    return Zstd.compress(tar, 3);
  }

  /** A tar without entries; it differs by its length. */
  private static byte[] tar(int padding) {
    return new byte[1_024 + padding];
  }

  /** A content store in memory. */
  private static final class Blobs implements ContentStore {
    private final Map<Digest, byte[]> byDigest = new HashMap<>();
    private final List<Digest> requests = new ArrayList<>();
    private byte[] tagged = {};

    void put(byte[] bytes) {
      byDigest.put(Digest.sha256(bytes), bytes);
    }

    @Override
    public SourceKind kind() {
      return SourceKind.REGISTRY;
    }

    @Override
    public String name() {
      return "registry.example/app";
    }

    @Override
    public StoredManifest manifestByTag(String tag) {
      return new StoredManifest(RawDocument.of(tagged), Optional.empty(), Optional.empty());
    }

    @Override
    public StoredManifest manifestByDigest(Digest digest) {
      return new StoredManifest(RawDocument.of(bytes(digest)), Optional.empty(), Optional.empty());
    }

    @Override
    public synchronized InputStream blob(Descriptor descriptor) {
      requests.add(descriptor.digest());
      return new ByteArrayInputStream(bytes(descriptor.digest()));
    }

    private byte[] bytes(Digest digest) {
      byte[] bytes = byDigest.get(digest);
      if (bytes == null) {
        throw new ScanException(ProblemKind.NOT_FOUND, "no content " + digest);
      }
      return bytes;
    }

    @Override
    public List<String> tags() {
      return List.of("1");
    }
  }
}
