package dev.imageprovenance.scanner.source.layout;

import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.configFor;
import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.platform;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SampleDocuments.utf8;
import static dev.imageprovenance.scanner.source.SourceAssertions.open;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolveAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.ResolvedImages;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LayoutSourceTest {
  private static final byte[] LAYER = TarBuilder.layer("etc/one", "first");
  private static final byte[] CONFIG = config("1000", LAYER);
  private static final byte[] MANIFEST = manifest(CONFIG, LAYER);
  private static final byte[] OTHER_CONFIG = config("0", LAYER);
  private static final byte[] OTHER_MANIFEST = manifest(OTHER_CONFIG, LAYER);
  private static final byte[] ARM_CONFIG = configFor("arm64", "arm", List.of(LAYER));
  private static final byte[] ARM_MANIFEST = manifest(ARM_CONFIG, LAYER);
  private static final String MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}";
  private static final PlatformSelection ARM =
      new PlatformSelection.One(Platform.parse("linux/arm64"), true);
  private static final PlatformSelection AMD =
      new PlatformSelection.One(Platform.parse("linux/amd64"), true);

  @TempDir Path temporary;
  private Path layout = Path.of("");

  @BeforeEach
  void nameLayout() {
    layout = temporary.resolve("layout");
  }

  private Path write(byte[] index, byte[]... blobs) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.writeString(layout.resolve("oci-layout"), MARKER);
    Files.write(layout.resolve("index.json"), index);
    for (byte[] each : blobs) {
      Files.write(layout.resolve(blob(each)), each);
    }
    return layout;
  }

  private Path writeOne() throws IOException {
    return write(index(manifestEntry(MANIFEST, refName("1.0"))), MANIFEST, CONFIG, LAYER);
  }

  private static byte[] layer(Path path) throws IOException {
    try (ImageSource source = open(path, Optional.empty(), ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      try (InputStream bytes = image.reader().open(image.layers().get(0))) {
        return bytes.readAllBytes();
      }
    }
  }

  private static ResolvedImages resolveFor(
      Path path, Optional<String> name, PlatformSelection platforms) throws IOException {
    return resolveAll(path, name, platforms, ScanContext.defaults());
  }

  @Test
  void theOnlyImageNeedsNoChoice() throws IOException {
    assertEquals("1000", resolve(writeOne()).config().user());
  }

  @Test
  void aLayersBytesComeFromItsBlob() throws IOException {
    assertArrayEquals(LAYER, layer(writeOne()));
  }

  @Test
  void theResolutionSaysWhatServedIt() throws IOException {
    Resolution resolution = resolve(writeOne()).resolution();
    assertEquals(SourceKind.OCI_LAYOUT, resolution.source());
    assertEquals(layout.toString(), resolution.servedBy());
  }

  @Test
  void theStepSaysHowTheManifestWasChosen() throws IOException {
    Resolution.Step step = resolve(writeOne(), "1.0").resolution().steps().get(0);
    assertEquals("ref name 1.0", step.from());
    assertEquals(Digest.sha256(MANIFEST), step.digest());
  }

  @Test
  void anUnknownRefNameIsNotFoundAmongThoseThere() throws IOException {
    writeOne();
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(layout, "2.0"));
    assertTrue(message.contains("1.0 (@" + Digest.sha256(MANIFEST)), message);
  }

  @Test
  void containerdsNameChoosesItsImage() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, refName("x")),
            manifestEntry(
                OTHER_MANIFEST,
                ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/app:1\","
                    + "\"org.opencontainers.image.ref.name\":\"1\"}")),
        MANIFEST,
        CONFIG,
        OTHER_MANIFEST,
        OTHER_CONFIG,
        LAYER);
    assertEquals("0", resolve(layout, "app:1").config().user());
  }

  @Test
  void aDigestChoosesItsImage() throws IOException {
    writeTwo();
    Image image = resolve(layout, "@" + Digest.sha256(OTHER_MANIFEST));
    assertEquals("0", image.config().user());
  }

  @Test
  void aPositionChoosesItsImage() throws IOException {
    writeTwo();
    assertEquals("0", resolve(layout, "@1").config().user());
  }

  private void writeTwo() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, refName("one")), manifestEntry(OTHER_MANIFEST, refName("two"))),
        MANIFEST,
        CONFIG,
        OTHER_MANIFEST,
        OTHER_CONFIG,
        LAYER);
  }

  @Test
  void severalImagesNeedAChoice() throws IOException {
    writeTwo();
    String message = problem(ProblemKind.USAGE, () -> resolve(layout));
    assertTrue(message.contains("one (@" + Digest.sha256(MANIFEST)), message);
    assertTrue(message.contains("two (@" + Digest.sha256(OTHER_MANIFEST)), message);
  }

  @Test
  void oneImageUnderTwoNamesNeedsNoChoice() throws IOException {
    write(
        index(manifestEntry(MANIFEST, refName("1")), manifestEntry(MANIFEST, refName("latest"))),
        MANIFEST,
        CONFIG,
        LAYER);
    assertEquals("1000", resolve(layout).config().user());
  }

  @Test
  void oneNameOnTwoImagesOfNoPlatformNeedsAChoice() throws IOException {
    write(
        index(manifestEntry(MANIFEST, refName("1")), manifestEntry(OTHER_MANIFEST, refName("1"))),
        MANIFEST,
        CONFIG,
        OTHER_MANIFEST,
        OTHER_CONFIG,
        LAYER);
    problem(ProblemKind.USAGE, () -> resolve(layout, "1"));
  }

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

  private static byte[] attestation() {
    return utf8(
        "{\"schemaVersion\":2,\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", CONFIG, "")
            + ",\"layers\":["
            + descriptor("application/vnd.in-toto+json", utf8("{}"), "")
            + "]}");
  }

  private static String attestationEntry(byte[] manifest, byte[] subject) {
    return manifestEntry(
        manifest,
        ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{"
            + "\"vnd.docker.reference.type\":\"attestation-manifest\","
            + "\"vnd.docker.reference.digest\":\""
            + Digest.sha256(subject)
            + "\"}");
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

  @Test
  void anotherLayoutVersionIsUnsupported() throws IOException {
    writeOne();
    Files.writeString(layout.resolve("oci-layout"), MARKER.replace("1.0.0", "2.0.0"));
    String message = problem(ProblemKind.UNSUPPORTED, () -> resolve(layout));
    assertTrue(message.contains("2.0.0"), message);
  }

  @Test
  void aMissingVersionFileIsNamed() throws IOException {
    writeOne();
    Files.delete(layout.resolve("oci-layout"));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(layout));
    assertTrue(message.contains("oci-layout"), message);
  }

  @Test
  void aMissingBlobIsNamed() throws IOException {
    writeOne();
    Files.delete(layout.resolve(blob(CONFIG)));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(layout));
    assertTrue(message.contains(hex(CONFIG)), message);
  }

  @Test
  void aBlobOfAnotherSizeIsRefusedBeforeItIsRead() throws IOException {
    writeOne();
    Files.write(layout.resolve(blob(LAYER)), new byte[7]);
    String message = problem(ProblemKind.INTEGRITY, () -> layer(layout));
    assertTrue(message.contains("promised by its descriptor: " + LAYER.length), message);
    assertTrue(message.contains("on disk: 7"), message);
  }

  @Test
  void aManifestThatIsNotItsDigestIsRefused() throws IOException {
    write(index(manifestEntry(MANIFEST, "")), CONFIG, LAYER);
    byte[] forged =
        new String(MANIFEST, StandardCharsets.UTF_8)
            .replace("manifest.v1", "manifest.v2")
            .getBytes(StandardCharsets.UTF_8);
    Files.write(layout.resolve(blob(MANIFEST)), forged);
    problem(ProblemKind.INTEGRITY, () -> resolve(layout));
  }

  @Test
  void aBlobMayBeALinkInsideTheLayout() throws IOException {
    writeOne();
    Files.write(layout.resolve("rootfs.tar"), LAYER);
    Files.delete(layout.resolve(blob(LAYER)));
    Files.createSymbolicLink(layout.resolve(blob(LAYER)), Path.of("../../rootfs.tar"));
    assertArrayEquals(LAYER, layer(layout));
  }

  @Test
  void aBlobThatIsALinkOutOfTheLayoutIsRefused() throws IOException {
    writeOne();
    Files.write(temporary.resolve("outside"), LAYER);
    Files.delete(layout.resolve(blob(LAYER)));
    Files.createSymbolicLink(layout.resolve(blob(LAYER)), Path.of("../../../outside"));
    String message = problem(ProblemKind.MALFORMED, () -> layer(layout));
    assertTrue(message.contains("leads out of the layout"), message);
  }

  @Test
  void aBlobDirectoryThatIsALinkOutOfTheLayoutIsRefused() throws IOException {
    writeOne();
    Path moved = Files.move(layout.resolve("blobs"), temporary.resolve("blobs"));
    Files.createSymbolicLink(layout.resolve("blobs"), moved);
    problem(ProblemKind.MALFORMED, () -> resolve(layout));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeAsBlobIsRefusedWithoutBlocking() throws Exception {
    writeOne();
    Path pipe = layout.resolve(blob(LAYER));
    Files.delete(pipe);
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> problem(ProblemKind.MALFORMED, () -> layer(layout)));
  }

  @Test
  void anIndexJsonBeyondItsLimitIsNotRead() throws IOException {
    writeOne();
    Files.write(layout.resolve("index.json"), new byte[(4 << 20) + 1]);
    problem(ProblemKind.LIMIT, () -> resolve(layout));
  }

  @Test
  void tagsAreTheNamesInIndexJson() throws IOException {
    writeTwo();
    try (LayoutSource source =
        (LayoutSource) open(layout, Optional.empty(), ScanContext.defaults())) {
      assertEquals(List.of("one", "two"), source.content().tags());
    }
  }

  @Test
  void aDirectoryWithoutIndexIsNoLayout() throws IOException {
    Files.createDirectories(layout);
    problem(ProblemKind.UNSUPPORTED, () -> resolve(layout));
  }

  @Test
  void skopeosDirectoryFormIsToldApart() throws IOException {
    Files.createDirectories(layout);
    Files.writeString(layout.resolve("manifest.json"), "{}");
    problem(ProblemKind.UNSUPPORTED, () -> resolve(layout));
  }

  private static TarBuilder tar() {
    return new TarBuilder()
        .directory("blobs/")
        .directory("blobs/sha256/")
        .file(blob(LAYER), LAYER)
        .file(blob(CONFIG), CONFIG)
        .file(blob(MANIFEST), MANIFEST)
        .file("index.json", index(manifestEntry(MANIFEST, refName("1.0"))))
        .file("oci-layout", MARKER);
  }

  private Path file() {
    return temporary.resolve("image.tar");
  }

  @Test
  void aTarOfALayoutIsAnOciArchive() throws IOException {
    Image image = resolve(tar().write(file()));
    assertEquals(SourceKind.OCI_ARCHIVE, image.resolution().source());
    assertEquals("1000", image.config().user());
  }

  @Test
  void aPlainTarsLayersAreRandomAccess() throws IOException {
    assertTrue(resolve(tar().write(file())).reader().isRandomAccess());
  }

  @Test
  void aPlainTarGivesItsLayersBytes() throws IOException {
    assertArrayEquals(LAYER, layer(tar().write(file())));
  }

  @Test
  void aCompressedTarIsReadInSequence() throws IOException {
    Files.write(file(), TarBuilder.gzip(tar().toBytes()));
    assertFalse(resolve(file()).reader().isRandomAccess());
  }

  @Test
  void aCompressedTarGivesItsLayersBytes() throws IOException {
    Files.write(file(), TarBuilder.zstd(tar().toBytes()));
    assertArrayEquals(LAYER, layer(file()));
  }

  @Test
  void aTarWhoseIndexComesTwiceIsMalformed() throws IOException {
    tar().file("index.json", "{}").write(file());
    problem(ProblemKind.MALFORMED, () -> resolve(file()));
  }

  @Test
  void aBlobInATarOfAnotherSizeIsRefused() throws IOException {
    new TarBuilder()
        .file(blob(LAYER), new byte[7])
        .file(blob(CONFIG), CONFIG)
        .file(blob(MANIFEST), MANIFEST)
        .file("index.json", index(manifestEntry(MANIFEST, "")))
        .file("oci-layout", MARKER)
        .write(file());
    problem(ProblemKind.INTEGRITY, () -> layer(file()));
  }

  @Test
  void theOciArchivePrefixAsksForIndexJsonWhereBothViewsAreThere() throws IOException {
    tar()
        .file(
            "manifest.json",
            "[{\"Config\":\"" + blob(CONFIG) + "\",\"Layers\":[\"" + blob(LAYER) + "\"]}]")
        .write(file());
    try (ImageSource source =
        ImageSources.open(
            ImageAddressParser.parse("oci-archive:" + file()),
            RegistryOptions.defaults(),
            ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      assertEquals(SourceKind.OCI_ARCHIVE, image.resolution().source());
    }
  }
}
