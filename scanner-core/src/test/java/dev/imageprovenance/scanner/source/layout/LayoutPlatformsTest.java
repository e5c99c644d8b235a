package dev.imageprovenance.scanner.source.layout;

import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.platform;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SampleDocuments.utf8;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.ResolvedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Images for several platforms in one layout. */
class LayoutPlatformsTest extends LayoutFixture {
  private void writePlatforms() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, platform("amd64")),
            manifestEntry(ARM_MANIFEST, platform("arm64")),
            attestationEntry(attestation(), MANIFEST)),
        MANIFEST,
        CONFIG,
        LAYER,
        ARM_MANIFEST,
        ARM_CONFIG,
        attestation());
  }

  @Test
  void platformsWithoutNamesAreOneImage() throws IOException {
    writePlatforms();
    Image image = resolveFor(layout, Optional.empty(), ARM).images().get(0);
    assertEquals("arm", image.config().user());
  }

  @Test
  void indexJsonIsTheirIndex() throws IOException {
    writePlatforms();
    Image image = resolveFor(layout, Optional.empty(), ARM).images().get(0);
    Resolution.Step step = image.resolution().steps().get(0);
    assertEquals("index.json", step.from());
    assertEquals(DigestKind.INDEX, step.kind());
    assertEquals(Digest.sha256(Files.readAllBytes(layout.resolve("index.json"))), step.digest());
  }

  @Test
  void indexJsonsOwnDigestIsNoProof() throws IOException {
    writePlatforms();
    Image image = resolveFor(layout, Optional.empty(), ARM).images().get(0);
    assertFalse(
        image.verifications().stream()
            .map(DigestVerification::kind)
            .anyMatch(DigestKind.INDEX::equals));
  }

  @Test
  void allTheirPlatformsCanBeHad() throws IOException {
    writePlatforms();
    ResolvedImages all = resolveFor(layout, Optional.empty(), new PlatformSelection.All());
    assertEquals(2, all.images().size());
    assertEquals(3, all.children().size());
  }

  private void writePlatformsBesideAnother() throws IOException {
    String name = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"app\"}";
    write(
        index(
            manifestEntry(MANIFEST, platform("amd64") + name),
            manifestEntry(ARM_MANIFEST, platform("arm64") + name),
            manifestEntry(OTHER_MANIFEST, refName("other"))),
        MANIFEST,
        CONFIG,
        LAYER,
        ARM_MANIFEST,
        ARM_CONFIG,
        OTHER_MANIFEST,
        OTHER_CONFIG);
  }

  @Test
  void platformsOfOneNameAreOneImage() throws IOException {
    writePlatformsBesideAnother();
    Image image = resolveFor(layout, Optional.of("app"), ARM).images().get(0);
    assertEquals("arm", image.config().user());
  }

  @Test
  void anIndexThatIsInNoFileIsNeverReported() throws IOException {
    writePlatformsBesideAnother();
    Image image = resolveFor(layout, Optional.of("app"), AMD).images().get(0);
    List<Resolution.Step> steps = image.resolution().steps();
    assertEquals(1, steps.size());
    assertEquals("ref name app, linux/amd64", steps.get(0).from());
    assertEquals(Digest.sha256(MANIFEST), steps.get(0).digest());
  }

  @Test
  void aNestedIndexIsFollowed() throws IOException {
    byte[] nested =
        index(
            manifestEntry(MANIFEST, platform("amd64")),
            manifestEntry(ARM_MANIFEST, platform("arm64")));
    write(
        index(descriptor("application/vnd.oci.image.index.v1+json", nested, refName("1"))),
        nested,
        MANIFEST,
        CONFIG,
        LAYER,
        ARM_MANIFEST,
        ARM_CONFIG);
    Image image = resolveFor(layout, Optional.of("1"), ARM).images().get(0);
    assertEquals(Digest.sha256(nested), image.resolution().steps().get(0).digest());
    assertEquals("arm", image.config().user());
  }

  @Test
  void anEmptyIndexHoldsNoImage() throws IOException {
    write(utf8("{\"schemaVersion\":2,\"manifests\":null}"));
    problem(ProblemKind.NOT_FOUND, () -> resolve(layout));
  }
}
