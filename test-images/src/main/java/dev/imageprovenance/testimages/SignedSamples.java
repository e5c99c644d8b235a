package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** An image that is signed as it should be, and images that are not; stateless. */
public final class SignedSamples {
  /** Under which name the images are signed. */
  public static final String NAME = "registry.example/samples/orders";

  private static final String PROVENANCE = "https://slsa.dev/provenance/v1";
  private static final String SUMMARY = "https://slsa.dev/verification_summary/v1";

  private SignedSamples() {}

  static List<SampleImage> all() {
    return List.of(
        sample(
            "clean-signed",
            "`clean` with its signature and provenance; the key is in `cosign.pub` beside them",
            SignedSamples::cleanSigned),
        sample(
            "signed",
            "`clean` in an index that `release` signed; provenance signed by `builder`, a summary by"
                + " `verifier`",
            SignedSamples::signed),
        sample(
            "signed-by-stranger",
            "`clean`, signed by somebody whom nobody trusts",
            () ->
                withSignatures(
                    new CosignArtifact().signature(SampleSigner.STRANGER, NAME, descriptor()))),
        sample(
            "signed-twice",
            "`clean`, signed by `release` and by somebody whom nobody trusts",
            () ->
                withSignatures(
                    new CosignArtifact()
                        .signature(SampleSigner.STRANGER, NAME, descriptor())
                        .signature(SampleSigner.RELEASE, NAME, descriptor()))),
        sample(
            "signed-elsewhere",
            "`clean`, signed by `release` for another repository",
            () ->
                withSignatures(
                    new CosignArtifact()
                        .signature(SampleSigner.RELEASE, NAME + "-test", descriptor()))),
        sample(
            "signed-tampered",
            "`clean`, signed by `release`; the stored payload was changed afterwards",
            () ->
                withSignatures(
                    new CosignArtifact()
                        .tamperedSignature(SampleSigner.RELEASE, NAME, descriptor()))),
        sample(
            "signed-not-at-all",
            "`clean` in an index with BuildKit's provenance, which nobody has signed",
            () -> OciLayout.of(index())));
  }

  private static SampleImage sample(String name, String description, Supplier<OciLayout> layout) {
    return SampleImage.specialLayout(name, description, Expectation.passes(), layout);
  }

  private static TestImage image() {
    return DemoSamples.clean().build();
  }

  private static Descriptor descriptor() {
    return image().descriptor();
  }

  private static TestIndex index() {
    TestImage image = image();
    TestImage statement =
        Attestations.provenanceOf(
            image,
            List.of(
                new Attestations.Material(
                    "pkg:docker/registry.example/samples/java@17?platform=linux%2Famd64",
                    image.descriptor().digest())));
    return TestIndex.builder()
        .child("linux/amd64", image)
        .child(statement, Attestations.about(image.descriptor().digest()))
        .build();
  }

  private static OciLayout withSignatures(CosignArtifact signatures) {
    return OciLayout.builder()
        .add("latest", image())
        .add(CosignArtifact.tag(descriptor(), ".sig"), signatures.build())
        .build();
  }

  private static OciLayout cleanSigned() {
    TestDocument provenance =
        new CosignArtifact()
            .statement(SampleSigner.RELEASE, descriptor(), PROVENANCE, SignedSamples::provenance)
            .build();
    return OciLayout.builder()
        .add("latest", image())
        .add(
            CosignArtifact.tag(descriptor(), ".sig"),
            new CosignArtifact().signature(SampleSigner.RELEASE, NAME, descriptor()).build())
        .add(CosignArtifact.tag(descriptor(), ".att"), provenance)
        .file("cosign.pub", SampleSigner.RELEASE.publicPem().getBytes(StandardCharsets.US_ASCII))
        .build();
  }

  private static OciLayout signed() {
    TestIndex index = index();
    TestDocument signature =
        new CosignArtifact().signature(SampleSigner.RELEASE, NAME, index.descriptor()).build();
    TestDocument statements =
        new CosignArtifact()
            .statement(SampleSigner.BUILDER, descriptor(), PROVENANCE, SignedSamples::provenance)
            .statement(SampleSigner.VERIFIER, descriptor(), SUMMARY, SignedSamples::summary)
            .build();
    return OciLayout.builder()
        .add("latest", index)
        .add(CosignArtifact.tag(index.descriptor(), ".sig"), signature)
        .add(CosignArtifact.tag(descriptor(), ".att"), statements)
        .build();
  }

  private static void provenance(ObjectNode predicate) {
    ObjectNode definition = predicate.putObject("buildDefinition");
    definition.put("buildType", "https://ci.example/docker-build/v1");
    definition
        .putObject("externalParameters")
        .put("source", "git+https://git.example/shop/orders@refs/tags/v1.4.2");
    definition
        .putArray("resolvedDependencies")
        .addObject()
        .put("uri", "pkg:docker/registry.example/samples/java@17");
    ObjectNode run = predicate.putObject("runDetails");
    run.putObject("builder").put("id", "https://ci.example/builders/docker");
    run.putObject("metadata").put("finishedOn", "2026-02-03T04:05:06Z");
  }

  private static void summary(ObjectNode predicate) {
    predicate.putObject("verifier").put("id", "https://verifier.example");
    predicate.put("timeVerified", "2026-02-03T05:00:00Z");
    predicate.put("resourceUri", NAME);
    predicate.putObject("policy").put("uri", "https://verifier.example/policy/1");
    predicate.put("verificationResult", "PASSED");
    predicate.putArray("verifiedLevels").add("SLSA_BUILD_LEVEL_2");
  }
}
