package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.report.ScanReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One image in every form that real tools write it in: the findings are the same. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class ImageFormsTest {
  private final String reference;
  private final String inRegistry;
  private final RealParts parts;
  private final Path directory;

  ImageFormsTest(RealParts parts) {
    this.parts = parts;
    this.reference = parts.images().reference(OracleImages.DEBIAN);
    this.inRegistry = "docker://" + reference;
    this.directory = parts.workspace().directory("forms");
  }

  @Test
  void dockerArchiveOfSkopeo() {
    Path file = directory.resolve("docker.tar");
    Skopeo.copy(inRegistry, "docker-archive:" + file + ":oracle:1");

    assertSameFindings("docker-archive:" + file);
  }

  @Test
  void dockerArchiveInsideGzip() {
    Path file = directory.resolve("docker.tar");
    Skopeo.copy(inRegistry, "docker-archive:" + file + ":oracle:1");
    Command.of("gzip", "-1", file.toString()).output();

    assertSameFindings("docker-archive:" + file + ".gz");
  }

  @Test
  void dockerArchiveOfDockerSave() {
    Path file = directory.resolve("saved.tar");
    parts.docker().cli("save", "--output", file.toString(), OracleImages.DEBIAN).output();

    assertSameFindings("docker-archive:" + file);
  }

  @Test
  void dockerDaemon() {
    assertSameFindings(
        "docker-daemon:" + OracleImages.DEBIAN, Map.of("DOCKER_HOST", parts.docker().host()));
  }

  @Test
  void containerOfDocker() {
    String id =
        parts.docker().cli("create", "--network=none", OracleImages.DEBIAN, "/x").output().strip();
    assertSameFindings(
        "container:docker/" + id.substring(0, 12), Map.of("DOCKER_HOST", parts.docker().host()));
  }

  @Test
  void podman() {
    parts.podman("vfs").pull(reference);
    assertSameFindings(
        "podman:" + reference, Map.of("CONTAINER_HOST", parts.podmanService().host()));
  }

  @Test
  void ociLayout() {
    Skopeo.copy(inRegistry, "oci:" + directory.resolve("layout") + ":1");

    assertSameFindings("oci:" + directory.resolve("layout") + ":1");
  }

  @Test
  void ociArchive() {
    Path file = directory.resolve("oci.tar");
    Skopeo.copy(inRegistry, "oci-archive:" + file + ":1");

    assertSameFindings("oci-archive:" + file + ":1");
  }

  @Test
  void ociLayoutWithZstdLayers() {
    Path layout = directory.resolve("layout");
    Skopeo.copy(uncompressed(), "oci:" + layout + ":1", "--dest-compress-format=zstd");

    assertEquals(List.of("zstd"), compressions("oci:" + layout + ":1"));
    assertSameFindings("oci:" + layout + ":1");
  }

  /** The table of contents that skopeo writes agrees with the tar, or there were more findings. */
  @Test
  void ociLayoutWithZstdChunkedLayers() {
    Path layout = directory.resolve("layout");
    Skopeo.copy(uncompressed(), "oci:" + layout + ":1", "--dest-compress-format=zstd:chunked");

    assertEquals(List.of("zstd"), compressions("oci:" + layout + ":1"));
    assertSameFindings("oci:" + layout + ":1");
  }

  @Test
  void ociLayoutRecompressedWithGzip() {
    Path layout = directory.resolve("layout");
    Skopeo.copy(uncompressed(), "oci:" + layout + ":1", "--dest-compress-format=gzip");

    assertSameFindings("oci:" + layout + ":1");
  }

  /** Skopeo 1.9 calls these uncompressed layers gzip; that is a finding of its own. */
  @Test
  void ociLayoutWithUncompressedLayers() {
    Path layout = directory.resolve("layout");
    Skopeo.copy(uncompressed(), "oci:" + layout + ":1", "--dest-oci-accept-uncompressed-layers");

    assertSameFindings("oci:" + layout + ":1");
  }

  @Test
  void registryWithZstdLayers() {
    Path layout = directory.resolve("layout");
    Skopeo.copy(uncompressed(), "oci:" + layout + ":1", "--dest-compress-format=zstd");
    // A registry that has the gzip blobs already would make skopeo use those.
    try (RealRegistry empty = RealRegistry.open(parts.workspace())) {
      String copy = empty.reference("forms:zstd");
      Skopeo.copy("oci:" + layout + ":1", "docker://" + copy);

      assertEquals(List.of("zstd"), compressions(copy));
      assertSameFindings(copy);
    }
  }

  @Test
  void aPathIsRecognisedByItsContent() {
    Path file = directory.resolve("without-a-telling-name");
    Skopeo.copy(inRegistry, "docker-archive:" + file + ":oracle:1");

    assertSameFindings(file.toString());
  }

  private String uncompressed() {
    Path file = directory.resolve("uncompressed.tar");
    Skopeo.copy(inRegistry, "docker-archive:" + file + ":oracle:1");
    return "docker-archive:" + file;
  }

  private static List<String> compressions(String address) {
    return Inspection.report(address).images().get(0).layers().stream()
        .map(layer -> layer.compression())
        .distinct()
        .toList();
  }

  private void assertSameFindings(String address) {
    assertSameFindings(address, Map.of());
  }

  private void assertSameFindings(String address, Map<String, String> variables) {
    List<String> expected = comparable(Inspection.report(reference));
    assertFalse(expected.isEmpty(), "an image without findings would prove nothing");

    assertEquals(
        String.join("\n", expected),
        String.join("\n", comparable(Inspection.report(address, variables))));
  }

  /** Everything but the digests of documents and blobs, which a conversion rightly changes. */
  private static List<String> comparable(ScanReport report) {
    return Stream.of(
            CheckId.DEFAULT_USER,
            CheckId.SETUID_FILES,
            CheckId.FILE_CAPABILITIES,
            CheckId.ACCOUNTS,
            CheckId.AMBIGUOUS_LAYER)
        .flatMap(check -> Inspection.findings(report, check).stream())
        .map(ImageFormsTest::comparable)
        .sorted()
        .toList();
  }

  private static String comparable(Finding finding) {
    Optional<LayerLocation> layer = finding.location();
    String digest = layer.map(LayerLocation::layerDigest).orElse("no layer");
    return String.join(
        " ",
        finding.check().toString(),
        finding.code(),
        finding.severity().toString(),
        finding.subject().replace(digest, "of this digest"),
        layer.map(location -> location.layerIndex() + " " + location.instruction()).toString(),
        finding.evidence().toString());
  }
}
