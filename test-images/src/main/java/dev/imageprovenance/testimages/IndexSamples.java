package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.broken;
import static dev.imageprovenance.testimages.Expectation.error;
import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;
import static dev.imageprovenance.testimages.Expectation.unknown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Indexes of several platforms, attestations and worse; stateless. */
final class IndexSamples {
  private static final String TOOL = "/usr/bin/tool";

  private IndexSamples() {}

  static List<SampleImage> all() {
    return Stream.of(platforms(), copies(), attestations(), nested(), strange())
        .flatMap(List::stream)
        .toList();
  }

  private static List<SampleImage> platforms() {
    return List.of(
        SampleImage.layout(
            "multi-platform",
            "An index of three platforms; each has a setuid file named after it",
            passes().finding("setuid-files", "medium", "").among(),
            () -> threePlatforms().build()),
        SampleImage.specialLayout(
            "multi-platform-flat",
            "A layout whose index.json lists two platforms itself",
            passes().finding("setuid-files", "medium", "").among(),
            IndexSamples::flat),
        SampleImage.layout(
            "multi-platform-docker",
            "A Docker manifest list of Docker manifests",
            passes().finding("setuid-files", "medium", "").among(),
            () ->
                TestIndex.builder()
                    .docker()
                    .child("linux/amd64", dockerImage("amd64"))
                    .child("linux/arm64", dockerImage("arm64"))
                    .build()),
        SampleImage.layout(
            "multi-platform-docker-of-oci",
            "A Docker manifest list of OCI manifests, as some registries hold them",
            passes().finding("setuid-files", "medium", "").among(),
            () ->
                TestIndex.builder()
                    .docker()
                    .child("linux/amd64", image("amd64"))
                    .child("linux/arm64", image("arm64"))
                    .build()),
        SampleImage.layout(
            "platform-absent",
            "An index without any platform of an ordinary machine",
            error(3),
            () ->
                TestIndex.builder()
                    .child("linux/s390x", image("s390x"))
                    .child("linux/ppc64le", image("ppc64le"))
                    .build()),
        SampleImage.layout(
            "platform-contradicted",
            "An index whose platforms differ from what the configs say",
            broken().finding("integrity", "PLATFORM_MISMATCH", "critical", ""),
            () ->
                TestIndex.builder()
                    .child("linux/amd64", image("s390x"))
                    .child("linux/arm64", image("s390x"))
                    .build()),
        SampleImage.layout(
            "platform-twice",
            "An index with two images for each platform: engines may choose either",
            fails().finding("integrity", "AMBIGUOUS_INDEX", "high", "").among(),
            () ->
                TestIndex.builder()
                    .child("linux/amd64", image("amd64"))
                    .child("linux/arm64", image("arm64"))
                    .child("linux/amd64", BaseFiles.harmless().build())
                    .child("linux/arm64", BaseFiles.harmless().platform("linux", "arm64").build())
                    .build()),
        SampleImage.layout(
            "index-empty", "An index of nothing", error(3), () -> TestIndex.builder().build()));
  }

  private static List<SampleImage> copies() {
    return List.of(
        SampleImage.layout(
            "copy-zstd",
            "An index with a gzip image and its zstd copy for each platform, as builders make it",
            passes().finding("setuid-files", "medium", ""),
            () ->
                TestIndex.builder()
                    .child("linux/amd64", image("amd64"))
                    .child("linux/arm64", image("arm64"))
                    .child("linux/amd64", zstdCopy("amd64", "tool"))
                    .child("linux/arm64", zstdCopy("arm64", "tool"))
                    .build()),
        SampleImage.layout(
            "copy-zstd-false",
            "An index with a zstd copy of the same config and other files in its layers",
            broken("DIGEST_MISMATCH"),
            () ->
                TestIndex.builder()
                    .child("linux/amd64", image("amd64"))
                    .child("linux/arm64", image("arm64"))
                    .child("linux/amd64", zstdCopy("amd64", "evil"))
                    .child("linux/arm64", zstdCopy("arm64", "evil"))
                    .build()),
        SampleImage.layout(
            "copy-incomplete",
            "An index with a zstd copy of the same config, one of whose layers is not there",
            unknown(),
            () ->
                TestIndex.builder()
                    .child("linux/amd64", image("amd64"))
                    .child("linux/amd64", zstd("amd64", "tool").withoutLayerBlob(1).build())
                    .build()),
        SampleImage.layout(
            "copy-reordered",
            "An index with a copy of the same config and layers, in another order",
            broken("DIGEST_MISMATCH"),
            () ->
                TestIndex.builder()
                    .child("linux/amd64", image("amd64"))
                    .child("linux/amd64", reordered("amd64"))
                    .build()));
  }

  private static List<SampleImage> attestations() {
    return List.of(
        SampleImage.layout(
            "attestation",
            "An index with the attestation of each platform, as BuildKit makes it",
            passes().finding("setuid-files", "medium", "").among(),
            IndexSamples::attested),
        SampleImage.layout(
            "attestation-false-layers",
            "A child that calls itself an attestation and is an image with a setuid program",
            fails().finding("integrity", "FALSE_ATTESTATION", "high", "").among(),
            () -> withFalseAttestation(image("amd64"), UnaryOperator.identity(), true)),
        SampleImage.layout(
            "attestation-false-reference",
            "An attestation of a manifest that is not in the index",
            fails().finding("integrity", "FALSE_ATTESTATION", "high", "").among(),
            () ->
                withFalseAttestation(
                    Attestations.provenanceOf(image("amd64")), UnaryOperator.identity(), false)),
        SampleImage.layout(
            "attestation-false-platform",
            "An attestation for the platform linux/riscv64",
            fails().finding("integrity", "FALSE_ATTESTATION", "high", "").among(),
            () ->
                withFalseAttestation(
                    Attestations.provenanceOf(image("amd64")),
                    descriptor -> descriptor.withPlatform("linux/riscv64"),
                    true)),
        SampleImage.layout(
            "attestation-other-type",
            "A child whose reference type is not attestation-manifest",
            passes().among(),
            () ->
                withFalseAttestation(
                    Attestations.provenanceOf(image("amd64")),
                    d -> d.withAnnotation(Attestations.REFERENCE_TYPE, "something-else"),
                    true)));
  }

  private static List<SampleImage> nested() {
    return List.of(
        SampleImage.layout(
            "index-nested",
            "An index in an index",
            passes().finding("setuid-files", "medium", "").among(),
            () -> nestedIn(1)),
        SampleImage.layout(
            "index-nested-deep", "An index below nine others", error(3), () -> nestedIn(9)),
        SampleImage.layout(
            "index-of-itself",
            "An index whose only child is said to be itself",
            error(4),
            IndexSamples::ofItself));
  }

  private static List<SampleImage> strange() {
    return List.of(
        SampleImage.layout(
            "index-odd-platform-names",
            "An index with x86_64 and Linux/AMD64, which some engines accept",
            passes().among(),
            () ->
                TestIndex.builder()
                    .child("linux/x86_64", image("amd64"))
                    .child("Linux/AMD64", image("amd64"))
                    .child("linux/aarch64", image("arm64"))
                    .child("linux/amd64", image("amd64"))
                    .child("linux/arm64", image("arm64"))
                    .build()),
        SampleImage.layout(
            "index-unknown-child",
            "An index with a child of a media type that nobody knows",
            passes().finding("setuid-files", "medium", "").among(),
            () ->
                threePlatforms()
                    .child(
                        TestDocument.of("application/vnd.sample.odd+json", utf8("{}"), Map.of()),
                        UnaryOperator.identity())
                    .build()),
        SampleImage.layout(
            "index-manifests-folded",
            "An index with keys manifests and Manifests",
            error(4),
            () ->
                threePlatforms()
                    .editText(
                        text -> text.replace("\"manifests\":", "\"Manifests\":[],\"manifests\":"))
                    .build()),
        SampleImage.layout(
            "index-too-many",
            "An index that lists one child 1,001 times",
            error(3),
            IndexSamples::tooMany),
        SampleImage.specialLayout(
            "several-tags",
            "A layout with two images of different names, none of which is chosen",
            error(2),
            () ->
                OciLayout.builder()
                    .add("first", image("amd64"))
                    .add("second", BaseFiles.harmless().build())
                    .build()));
  }

  private static TestIndex.Builder threePlatforms() {
    return TestIndex.builder()
        .child("linux/amd64", image("amd64"))
        .child("linux/arm64", image("arm64"))
        .child("linux/arm/v7", BaseFiles.harmless().platform("linux", "arm").variant("v7").build());
  }

  private static OciLayout flat() {
    TestImage amd64 = image("amd64");
    TestImage arm64 = image("arm64");
    return OciLayout.builder()
        .add(amd64.descriptor().withPlatform("linux/amd64"), amd64)
        .add(arm64.descriptor().withPlatform("linux/arm64"), arm64)
        .build();
  }

  private static TestIndex attested() {
    TestImage amd64 = image("amd64");
    TestImage arm64 = image("arm64");
    return TestIndex.builder()
        .child("linux/amd64", amd64)
        .child("linux/arm64", arm64)
        .child(Attestations.provenanceOf(amd64), Attestations.about(amd64.descriptor().digest()))
        .child(Attestations.provenanceOf(arm64), Attestations.about(arm64.descriptor().digest()))
        .build();
  }

  private static TestIndex withFalseAttestation(
      TestImage attestation, UnaryOperator<Descriptor> edit, boolean trueReference) {
    TestImage amd64 = BaseFiles.harmless().build();
    TestImage arm64 = BaseFiles.harmless().platform("linux", "arm64").build();
    String reference = trueReference ? amd64.descriptor().digest() : Digests.sha256(utf8("none"));
    return TestIndex.builder()
        .child("linux/amd64", amd64)
        .child("linux/arm64", arm64)
        .child(
            attestation, descriptor -> edit.apply(Attestations.about(reference).apply(descriptor)))
        .build();
  }

  private static TestIndex nestedIn(int outer) {
    TestIndex index = threePlatforms().build();
    for (int i = 0; i < outer; i++) {
      index = TestIndex.builder().child(index, UnaryOperator.identity()).build();
    }
    return index;
  }

  private static TestDocument ofItself() {
    String digest = Digests.sha256(utf8("a digest that the index cannot have"));
    Descriptor self = Descriptor.of(MediaTypes.OCI_INDEX, "sha256", new byte[0]).withDigest(digest);
    byte[] bytes = indexOf(self);
    byte[] sized = indexOf(self.withSize(bytes.length + 2L));
    Descriptor descriptor = self.withSize(sized.length);
    return new TestDocument(descriptor, new TreeMap<>(Map.of(digest, sized)));
  }

  private static byte[] indexOf(Descriptor child) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.OCI_INDEX
            + "\",\"manifests\":["
            + Json.text(child.toJson())
            + "]}");
  }

  private static TestIndex tooMany() {
    TestIndex.Builder builder = TestIndex.builder();
    TestImage image = image("amd64");
    for (int i = 0; i < 1_001; i++) {
      builder.child("linux/amd64", image);
    }
    return builder.build();
  }

  private static TestImage image(String architecture) {
    return builder(architecture).build();
  }

  /** The image of {@link #builder} in zstd, whose config does not change with the program. */
  private static TestImage zstdCopy(String architecture, String program) {
    return zstd(architecture, program).build();
  }

  private static TestImage.Builder zstd(String architecture, String program) {
    String diffId = image(architecture).layers().get(1).diffId();
    return TestImage.builder()
        .layer(BaseFiles.accounts().andThen(l -> l.compression(Compression.ZSTD)))
        .user("1000:1000")
        .entrypoint("/app/run")
        .platform("linux", architecture)
        .layer(
            l ->
                l.file(TOOL + "-" + architecture, 04755, program(program))
                    .compression(Compression.ZSTD)
                    .diffId(diffId));
  }

  private static TestImage reordered(String architecture) {
    return builder(architecture)
        .changeManifest(
            manifest -> {
              ArrayNode layers = manifest.withArray("/layers");
              layers.add(layers.remove(0));
            })
        .build();
  }

  private static TestImage dockerImage(String architecture) {
    return builder(architecture).docker().build();
  }

  private static TestImage.Builder builder(String architecture) {
    return BaseFiles.harmless()
        .platform("linux", architecture)
        .layer(l -> l.file(TOOL + "-" + architecture, 04755, program("tool")));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
