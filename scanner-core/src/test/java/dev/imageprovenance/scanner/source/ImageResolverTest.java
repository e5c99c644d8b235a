package dev.imageprovenance.scanner.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageCopy;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ResolvedImages.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageResolverTest {
  private static final String ATTESTATION =
      "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\","
          + "\"vnd.docker.reference.digest\":\"%s\"}";
  private final MemoryStore store = new MemoryStore();

  @Test
  void leadsFromATagThroughTheIndexToThePlatformsManifest() {
    Descriptor amd64 = image("amd64");
    Descriptor index = index(child(amd64, "linux/amd64"), child(image("arm64"), "linux/arm64"));
    store.tag("1", index, Optional.empty());
    Image image = resolve("1", one("linux/amd64")).images().get(0);
    assertEquals(
        List.of(index.digest(), amd64.digest()),
        image.resolution().steps().stream().map(Resolution.Step::digest).toList());
  }

  @Test
  void asksForEachDocumentOnce() {
    Descriptor index =
        index(child(image("amd64"), "linux/amd64"), child(image("arm64"), "linux/arm64"));
    store.tag("1", index, Optional.empty());
    resolve("1", one("linux/amd64"));
    assertEquals(3, store.requests.size());
  }

  @Test
  void listsEveryChildOfTheIndex() {
    Descriptor index =
        index(child(image("amd64"), "linux/amd64"), child(image("arm64"), "linux/arm64"));
    store.tag("1", index, Optional.empty());
    assertEquals(
        List.of(Role.SELECTED, Role.NOT_SELECTED), roles(resolve("1", one("linux/amd64"))));
  }

  @Test
  void namesThePlatformsThatThereAreWhenTheWantedOneIsMissing() {
    store.tag("1", index(child(image("arm64"), "linux/arm64")), Optional.empty());
    ScanException problem =
        assertThrows(ScanException.class, () -> resolve("1", one("linux/s390x")));
    assertTrue(String.valueOf(problem.getMessage()).contains("linux/arm64"), problem.getMessage());
  }

  @Test
  void prefersTheExactVariant() {
    Descriptor plain = image("amd64");
    Descriptor index =
        index(child(image("amd64v3"), "linux/amd64/v3"), child(plain, "linux/amd64"));
    store.tag("1", index, Optional.empty());
    Image image = resolve("1", one("linux/amd64")).images().get(0);
    assertEquals(plain.digest(), image.manifest().orElseThrow().digest());
  }

  @Test
  void looksIntoTheConfigOfChildrenWithoutPlatform() {
    Descriptor arm64 = image("arm64");
    store.tag("1", index(descriptor(image("amd64"), ""), descriptor(arm64, "")), Optional.empty());
    Image image = resolve("1", one("linux/arm64")).images().get(0);
    assertEquals(arm64.digest(), image.manifest().orElseThrow().digest());
  }

  @Test
  void descendsIntoNestedIndexes() {
    Descriptor amd64 = image("amd64");
    Descriptor inner = index(child(amd64, "linux/amd64"));
    store.tag("1", index(descriptor(inner, "")), Optional.empty());
    assertEquals(3, resolve("1", one("linux/amd64")).images().get(0).resolution().steps().size());
  }

  @Test
  void leavesOutAProvenAttestation() {
    Descriptor amd64 = image("amd64");
    Descriptor attestation = attestation("application/vnd.in-toto+json");
    store.tag(
        "1",
        index(child(amd64, "linux/amd64"), attestationChild(attestation, amd64.digest())),
        Optional.empty());
    assertEquals(
        List.of(Role.SELECTED, Role.ATTESTATION), roles(resolve("1", new PlatformSelection.All())));
  }

  @Test
  void countsALabelledImageWithOrdinaryLayersAsAnImage() {
    Descriptor amd64 = image("amd64");
    Descriptor hidden = image("hidden");
    store.tag(
        "1",
        index(child(amd64, "linux/amd64"), attestationChild(hidden, amd64.digest())),
        Optional.empty());
    assertEquals(
        List.of(Role.SELECTED, Role.SELECTED), roles(resolve("1", new PlatformSelection.All())));
  }

  @Test
  void countsAnAttestationOfNoSiblingAsAnImage() {
    Descriptor amd64 = image("amd64");
    store.tag(
        "1",
        index(
            child(amd64, "linux/amd64"),
            attestationChild(image("hidden"), Digest.sha256(new byte[] {1}))),
        Optional.empty());
    assertEquals(
        List.of(Role.SELECTED, Role.SELECTED), roles(resolve("1", new PlatformSelection.All())));
  }

  @Test
  void saysThatAnotherPlatformsAttestationLabelIsFalse() {
    Descriptor amd64 = image("amd64");
    store.tag(
        "1",
        index(child(amd64, "linux/amd64"), attestationChild(image("hidden"), amd64.digest())),
        Optional.empty());
    assertTrue(
        resolve("1", one("linux/amd64")).images().get(0).anomalies().stream()
            .anyMatch(anomaly -> anomaly.kind() == ImageAnomaly.Kind.FALSE_ATTESTATION));
  }

  @Test
  void refusesAManifestWithOtherBytesThanItsDigest() {
    Descriptor amd64 = image("amd64");
    store.replace(amd64.digest(), "{}");
    ScanException problem =
        assertThrows(
            ScanException.class,
            () ->
                resolver()
                    .resolve(
                        "x", new ImageResolver.Root.ByDigest(amd64.digest()), one("linux/amd64")));
    assertEquals(ProblemKind.INTEGRITY, problem.kind());
  }

  @Test
  void refusesATagWhoseClaimedDigestIsNotThatOfItsBytes() {
    store.tag("1", image("amd64"), Optional.of(Digest.sha256(new byte[] {1})));
    ScanException problem =
        assertThrows(ScanException.class, () -> resolve("1", one("linux/amd64")));
    assertEquals(ProblemKind.INTEGRITY, problem.kind());
  }

  @Test
  void refusesAConfigOfAnotherSize() {
    Descriptor config = store.put(MediaType.OCI_CONFIG, config("amd64"));
    Descriptor manifest =
        manifest(Descriptor.of(config.mediaType(), config.digest(), config.size() - 1), "");
    store.tag("1", manifest, Optional.empty());
    ScanException problem =
        assertThrows(ScanException.class, () -> resolve("1", one("linux/amd64")));
    assertEquals(ProblemKind.INTEGRITY, problem.kind());
  }

  @Test
  void namesAnArtifactAsSuch() {
    Descriptor config = store.put(new MediaType("application/vnd.cncf.helm.config.v1+json"), "{}");
    store.tag("1", manifest(config, ""), Optional.empty());
    ScanException problem =
        assertThrows(ScanException.class, () -> resolve("1", one("linux/amd64")));
    assertTrue(String.valueOf(problem.getMessage()).contains("helm.config"), problem.getMessage());
  }

  @Test
  void saysThatIndexAndConfigNameDifferentPlatforms() {
    store.tag("1", index(child(image("arm64"), "linux/amd64")), Optional.empty());
    assertTrue(
        resolve("1", one("linux/amd64")).images().get(0).anomalies().stream()
            .anyMatch(anomaly -> anomaly.kind() == ImageAnomaly.Kind.PLATFORM_MISMATCH));
  }

  @Test
  void recordsThatTheConfigHoldsItsDescriptor() {
    store.tag("1", image("amd64"), Optional.empty());
    assertEquals(
        List.of(DigestVerification.Status.VERIFIED),
        resolve("1", one("linux/amd64")).images().get(0).verifications().stream()
            .map(DigestVerification::status)
            .toList());
  }

  @Test
  void refusesASingleImageForAnotherPlatformThanAPersonAskedFor() {
    store.tag("1", image("arm64"), Optional.empty());
    ScanException problem =
        assertThrows(ScanException.class, () -> resolve("1", one("linux/amd64")));
    assertEquals(ProblemKind.NOT_FOUND, problem.kind());
  }

  @Test
  void saysThatEnginesChooseDifferentChildrenOfOnePlatform() {
    assertAmbiguous(child(image("amd64"), "linux/amd64"), child(odd("amd64"), "linux/amd64"));
  }

  @Test
  void countsAnotherSpellingOfThePlatform() {
    assertAmbiguous(child(odd("amd64"), "Linux/x86_64"), child(image("amd64"), "linux/amd64"));
  }

  @Test
  void countsAPlatformWithoutOperatingSystem() {
    assertAmbiguous(child(odd("amd64"), "/amd64"), child(image("amd64"), "linux/amd64"));
  }

  @Test
  void countsANestedChild() {
    Descriptor nested = index(child(odd("amd64"), "linux/amd64"));
    assertAmbiguous(descriptor(nested, ""), child(image("amd64"), "linux/amd64"));
  }

  @Test
  void countsAChildWithoutPlatformInANestedIndexWithOne() {
    Descriptor nested = index(descriptor(odd("amd64"), ""));
    assertAmbiguous(child(nested, "linux/amd64"), child(image("amd64"), "linux/amd64"));
  }

  @Test
  void countsADirectChildWithoutPlatformBesideANestedOne() {
    Descriptor nested = index(child(image("amd64"), "linux/amd64"));
    assertAmbiguous(descriptor(odd("amd64"), ""), descriptor(nested, ""));
  }

  @Test
  void countsAChildOfUnknownMediaType() {
    Descriptor odd = odd("amd64");
    Descriptor hidden = Descriptor.of(new MediaType("application/x-odd"), odd.digest(), odd.size());
    assertAmbiguous(child(hidden, "linux/amd64"), child(image("amd64"), "linux/amd64"));
  }

  @Test
  void countsTheFirstChildWithoutPlatform() {
    assertAmbiguous(descriptor(odd("arm64"), ""), descriptor(image("amd64"), ""));
  }

  @Test
  void countsTheVariantThatPodmanPrefers() {
    store.tag(
        "1",
        index(child(image("arm64"), "linux/arm64"), child(odd("arm64"), "linux/arm64/v8")),
        Optional.empty());
    assertTrue(isAmbiguous("linux/arm64"));
  }

  @Test
  void countsAChildWhoseManifestIsMissing() {
    Descriptor lost = Descriptor.of(MediaType.OCI_MANIFEST, Digest.sha256(new byte[] {1}), 7);
    assertAmbiguous(child(image("amd64"), "linux/amd64"), child(lost, "linux/amd64"));
  }

  @Test
  void takesAChildWithTheSameConfigAndOtherLayersForACopyThatMustBeRead() {
    Descriptor zstd = zstdCopy("amd64", "z");
    Image image = image(child(image("amd64"), "linux/amd64"), child(zstd, "linux/amd64"));
    assertEquals(List.of(zstd.digest()), image.copies().stream().map(ImageCopy::manifest).toList());
  }

  @Test
  void saysNotThatACopyIsAnotherImage() {
    assertClear(child(image("amd64"), "linux/amd64"), child(zstdCopy("amd64", "z"), "linux/amd64"));
  }

  @Test
  void recordsThatTheCopysManifestHoldsItsDescriptor() {
    Descriptor zstd = zstdCopy("amd64", "z");
    Image image = image(child(image("amd64"), "linux/amd64"), child(zstd, "linux/amd64"));
    assertTrue(
        image.verifications().stream()
            .anyMatch(digest -> digest.copy().equals(Optional.of(zstd.digest()))));
  }

  @Test
  void saysThatACopyHasMoreLayersThanTheConfig() {
    Image image =
        image(child(image("amd64"), "linux/amd64"), child(zstdCopy("amd64", "z"), "linux/amd64"));
    assertTrue(
        image.anomalies().stream()
            .anyMatch(anomaly -> anomaly.kind() == ImageAnomaly.Kind.LAYER_COUNT_MISMATCH));
  }

  @Test
  void hasNoCopiesWhereTheLayersAreTheSame() {
    String docker =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaType.DOCKER_MANIFEST
            + "\",\"config\":"
            + descriptor(store.put(MediaType.OCI_CONFIG, config("amd64")), "")
            + ",\"layers\":[]}";
    Descriptor same = store.put(MediaType.DOCKER_MANIFEST, docker);
    Image image = image(child(image("amd64"), "linux/amd64"), child(same, "linux/amd64"));
    assertEquals(List.of(), image.copies());
  }

  @Test
  void readsABoundedNumberOfCopies() {
    List<String> children = new ArrayList<>(List.of(child(image("amd64"), "linux/amd64")));
    for (int i = 0; i < 9; i++) {
      children.add(child(zstdCopy("amd64", "z" + i), "linux/amd64"));
    }
    assertAmbiguous(children.toArray(String[]::new));
  }

  @Test
  void takesTheSameDigestTwiceForOneImage() {
    assertClear(child(image("amd64"), "linux/amd64"), child(image("amd64"), "linux/x86_64"));
  }

  @Test
  void takesLevelsOfAProcessorForHonest() {
    assertClear(
        child(image("amd64"), "linux/amd64"),
        child(odd("amd64"), "linux/amd64/v2"),
        child(image("other"), "linux/amd64/v3"));
  }

  @Test
  void takesVariantsOfArmForHonest() {
    store.tag(
        "1",
        index(child(image("arm"), "linux/arm/v6"), child(odd("arm"), "linux/arm/v7")),
        Optional.empty());
    assertFalse(isAmbiguous("linux/arm/v7"));
  }

  @Test
  void takesVersionsOfWindowsForHonest() {
    store.tag(
        "1",
        index(windows(image("amd64"), "10.1"), windows(odd("amd64"), "10.2")),
        Optional.empty());
    assertFalse(isAmbiguous("windows/amd64"));
  }

  @Test
  void takesAnArtifactThatNoEngineRunsForHonest() {
    Descriptor config = store.put(new MediaType("application/vnd.sample.config"), "{}");
    assertClear(child(image("amd64"), "linux/amd64"), child(manifest(config, ""), "linux/amd64"));
  }

  @Test
  void takesAProvenAttestationForHonest() {
    Descriptor amd64 = image("amd64");
    assertClear(
        child(amd64, "linux/amd64"),
        attestationChild(attestation("application/vnd.in-toto+json"), amd64.digest()));
  }

  @Test
  void saysThatAnArtifactOfARealPlatformWasNotScanned() {
    Descriptor config = store.put(new MediaType("application/vnd.docker.odd+json"), "{}");
    assertTrue(
        hasRunnableArtifact(
            child(manifest(config, ""), "linux/amd64"), child(image("arm64"), "linux/arm64")));
  }

  @Test
  void saysThatAnArtifactWithLayersWasNotScanned() {
    Descriptor config = store.put(new MediaType("application/vnd.docker.odd+json"), "{}");
    Descriptor layer = store.put(MediaType.OCI_LAYER, "tar");
    assertTrue(
        hasRunnableArtifact(
            descriptor(manifest(config, descriptor(layer, "")), ""),
            child(image("arm64"), "linux/arm64")));
  }

  @Test
  void saysThatAChildOfUnknownTypeWithARealPlatformWasNotScanned() {
    Descriptor odd = store.put(new MediaType("application/x-odd"), "{}");
    assertTrue(
        hasRunnableArtifact(child(odd, "linux/amd64"), child(image("arm64"), "linux/arm64")));
  }

  @Test
  void isSilentAboutAnArtifactWithoutPlatformAndLayers() {
    Descriptor config = store.put(new MediaType("application/vnd.sample.config"), "{}");
    assertFalse(
        hasRunnableArtifact(
            descriptor(manifest(config, ""), ""), child(image("arm64"), "linux/arm64")));
  }

  private boolean hasRunnableArtifact(String... children) {
    store.tag("1", index(children), Optional.empty());
    return has(resolve("1", new PlatformSelection.All()), ImageAnomaly.Kind.RUNNABLE_ARTIFACT);
  }

  private void assertAmbiguous(String... children) {
    store.tag("1", index(children), Optional.empty());
    assertTrue(isAmbiguous("linux/amd64"));
  }

  private void assertClear(String... children) {
    store.tag("1", index(children), Optional.empty());
    assertFalse(isAmbiguous("linux/amd64"));
  }

  private boolean isAmbiguous(String platform) {
    return has(resolve("1", one(platform)), ImageAnomaly.Kind.AMBIGUOUS_INDEX);
  }

  private static boolean has(ResolvedImages resolved, ImageAnomaly.Kind kind) {
    return resolved.images().get(0).anomalies().stream()
        .anyMatch(anomaly -> anomaly.kind() == kind);
  }

  /** Another image than {@link #image} of the same architecture. */
  private Descriptor odd(String architecture) {
    String config = config(architecture).replace("{\"os\"", "{\"author\":\"odd\",\"os\"");
    return manifest(store.put(MediaType.OCI_CONFIG, config), "");
  }

  private static String windows(Descriptor manifest, String version) {
    return descriptor(
        manifest,
        "\"platform\":{\"os\":\"windows\",\"architecture\":\"amd64\",\"os.version\":\""
            + version
            + "\"}");
  }

  private Descriptor zstdCopy(String architecture, String layer) {
    Descriptor config = store.put(MediaType.OCI_CONFIG, config(architecture));
    return manifest(config, descriptor(store.put(MediaType.OCI_LAYER_ZSTD, layer), ""));
  }

  private Image image(String... children) {
    store.tag("1", index(children), Optional.empty());
    return resolve("1", one("linux/amd64")).images().get(0);
  }

  private ImageResolver resolver() {
    return new ImageResolver(store, ScanContext.defaults());
  }

  private ResolvedImages resolve(String tag, PlatformSelection selection) {
    return resolver()
        .resolve("registry.example/app:" + tag, new ImageResolver.Root.Tag(tag), selection);
  }

  private static PlatformSelection one(String platform) {
    return new PlatformSelection.One(Platform.parse(platform), true);
  }

  private static List<Role> roles(ResolvedImages resolved) {
    return resolved.children().stream().map(ResolvedImages.Child::role).toList();
  }

  private Descriptor image(String architecture) {
    return manifest(store.put(MediaType.OCI_CONFIG, config(architecture)), "");
  }

  private Descriptor attestation(String layerType) {
    Descriptor layer = store.put(new MediaType(layerType), "{\"_type\":\"statement\"}");
    return manifest(store.put(MediaType.OCI_CONFIG, config("unknown")), descriptor(layer, ""));
  }

  private Descriptor manifest(Descriptor config, String layers) {
    return store.put(
        MediaType.OCI_MANIFEST,
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaType.OCI_MANIFEST
            + "\",\"config\":"
            + descriptor(config, "")
            + ",\"layers\":["
            + layers
            + "]}");
  }

  private Descriptor index(String... children) {
    return store.put(
        MediaType.OCI_INDEX,
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaType.OCI_INDEX
            + "\",\"manifests\":["
            + String.join(",", children)
            + "]}");
  }

  private static String config(String architecture) {
    return "{\"os\":\"linux\",\"architecture\":\""
        + architecture
        + "\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
  }

  private static String child(Descriptor manifest, String platform) {
    String[] parts = platform.split("/", -1);
    return descriptor(
        manifest,
        "\"platform\":{\"os\":\""
            + parts[0]
            + "\",\"architecture\":\""
            + parts[1]
            + "\""
            + (parts.length > 2 ? ",\"variant\":\"" + parts[2] + "\"" : "")
            + "}");
  }

  private static String attestationChild(Descriptor manifest, Digest subject) {
    return descriptor(
        manifest,
        "\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},"
            + String.format(ATTESTATION, subject));
  }

  private static String descriptor(Descriptor content, String more) {
    return "{\"mediaType\":\""
        + content.mediaType()
        + "\",\"digest\":\""
        + content.digest()
        + "\",\"size\":"
        + content.size()
        + (more.isEmpty() ? "" : "," + more)
        + "}";
  }
}
