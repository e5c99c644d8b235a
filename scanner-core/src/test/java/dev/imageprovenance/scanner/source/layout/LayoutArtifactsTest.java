package dev.imageprovenance.scanner.source.layout;

import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.platform;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SampleDocuments.utf8;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What stands beside images in a layout and is none. */
class LayoutArtifactsTest extends LayoutFixture {
  /** Signatures come with an image config, so only their layers tell. */
  private static byte[] signature() {
    byte[] payload = utf8("{}");
    return utf8(
        "{\"schemaVersion\":2,\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", CONFIG, "")
            + ",\"layers\":["
            + descriptor("application/vnd.dev.cosign.simplesigning.v1+json", payload, "")
            + "]}");
  }

  @Test
  void aSignatureBesideTheImageDoesNotCount() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, refName("1")),
            manifestEntry(signature(), refName("sha256-" + hex(MANIFEST) + ".sig"))),
        MANIFEST,
        CONFIG,
        LAYER,
        signature());
    assertEquals("1000", resolve(layout).config().user());
  }

  @Test
  void aSignatureThatIsNotInTheLayoutIsToldByItsTag() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, refName("1")),
            manifestEntry(signature(), refName("sha256-" + hex(MANIFEST) + ".sig"))),
        MANIFEST,
        CONFIG,
        LAYER);
    assertEquals("1000", resolve(layout).config().user());
  }

  @Test
  void anImageUnderASignaturesTagStillCounts() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, refName("1")),
            manifestEntry(OTHER_MANIFEST, refName("sha256-" + hex(MANIFEST) + ".sig"))),
        MANIFEST,
        CONFIG,
        LAYER,
        OTHER_MANIFEST,
        OTHER_CONFIG);
    problem(ProblemKind.USAGE, () -> resolve(layout));
  }

  @Test
  void anArtifactBesideTheImageDoesNotCount() throws IOException {
    byte[] artifact =
        utf8(
            "{\"schemaVersion\":2,\"artifactType\":\"application/x.test\",\"config\":"
                + descriptor("application/vnd.oci.empty.v1+json", utf8("{}"), "")
                + ",\"layers\":[]}");
    write(
        index(manifestEntry(MANIFEST, ""), manifestEntry(artifact, "")),
        MANIFEST,
        CONFIG,
        LAYER,
        artifact);
    assertEquals("1000", resolve(layout).config().user());
  }

  @Test
  void anAttestationBesideTheImageDoesNotCount() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, platform("amd64")), attestationEntry(attestation(), MANIFEST)),
        MANIFEST,
        CONFIG,
        LAYER,
        attestation());
    assertEquals("1000", resolve(layout).config().user());
  }

  @Test
  void anImageLabelledAsAttestationStillCounts() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, platform("amd64")), attestationEntry(OTHER_MANIFEST, MANIFEST)),
        MANIFEST,
        CONFIG,
        LAYER,
        OTHER_MANIFEST,
        OTHER_CONFIG);
    problem(ProblemKind.USAGE, () -> resolve(layout));
  }

  @Test
  void onlyArtifactsAreNoImage() throws IOException {
    write(
        index(manifestEntry(signature(), ""), manifestEntry(attestation(), "")),
        signature(),
        attestation());
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(layout));
    assertTrue(message.contains("only signatures, attestations or other artifacts"), message);
  }
}
