package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.ManifestParser;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An image in a repository, somebody who signs it, and whoever looks at that. */
public abstract class SignatureFixture {
  protected static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  protected final TestRepository store = new TestRepository(true);
  protected final TestSigner alice = TestSigner.p256();
  protected final TestSigner mallory = TestSigner.p256();
  protected final ImageManifest image = image("app");
  protected final SignedImage asked =
      new SignedImage(Optional.of(Reference.parse(TestRepository.NAME + ":1")), image, List.of());

  /** A manifest that is stored; nobody reads its layers. */
  protected ImageManifest image(String content) {
    Descriptor layer = store.put("application/vnd.oci.image.layer.v1.tar", content);
    String json =
        CosignFormat.manifest(List.of(CosignFormat.descriptor(layer, Map.of())), "")
            .replace(CosignFormat.EMPTY, "application/vnd.oci.image.config.v1+json");
    return (ImageManifest) stored(CosignFormat.MANIFEST, json);
  }

  /** An index that is stored. */
  protected ImageIndex index(String... children) {
    return (ImageIndex)
        stored(
            "application/vnd.oci.image.index.v1+json",
            "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", children) + "]}");
  }

  private Manifest stored(String type, String json) {
    Descriptor descriptor = store.put(type, json);
    return ManifestParser.parse(
        RawDocument.of(store.bytes(descriptor.digest())),
        DigestAlgorithm.SHA256,
        Optional.of(descriptor.mediaType()),
        Limits.defaults());
  }

  protected static String child(ImageManifest manifest) {
    return CosignFormat.descriptor(
        Descriptor.of(manifest.mediaType(), manifest.digest(), manifest.raw().size()), Map.of());
  }

  /** Alice, trusted with images of every repository below registry.example/team. */
  protected TrustedKey alicesKey() {
    return alice.trusted("alice", SignerScope.images("registry.example/team/**"));
  }

  protected TrustedKey alicesKey(Purpose purpose) {
    return alice.trusted("alice", SignerScope.of(Set.of(purpose), "registry.example/**"));
  }

  protected Signatures inspect(Trust trust) {
    return inspect(trust, asked);
  }

  protected Signatures inspect(Trust trust, SignedImage signed) {
    return inspect(trust, signed, KeylessProof.unavailable("no root"));
  }

  protected Signatures inspect(Trust trust, SignedImage signed, KeylessProof proof) {
    return new SignatureInspector(
            store,
            trust,
            proof,
            new ScanContext(
                Clock.fixed(NOW, ZoneOffset.UTC),
                Limits.defaults(),
                Progress.NONE,
                new Cancellation()),
            SignatureLimits.defaults())
        .inspect(signed);
  }

  /** Puts signatures of these payloads by these signers under the image's .sig tag. */
  protected void pushSignature(Digest subject, String... layers) {
    CosignFormat.push(store, CosignFormat.tag(subject, ".sig"), layers);
  }

  /** A layer with a payload about a digest, as signed for a name. */
  protected String signedLayer(TestSigner signer, String reference, Digest digest) {
    return signedLayer(signer, CosignFormat.payload(reference, digest));
  }

  protected String signedLayer(TestSigner signer, String payload) {
    return CosignFormat.signatureLayer(store, payload, signer.signBase64(payload));
  }

  protected void pushAttestation(Digest subject, String... envelopes) {
    CosignFormat.push(
        store,
        CosignFormat.tag(subject, ".att"),
        List.of(envelopes).stream()
            .map(envelope -> CosignFormat.attestationLayer(store, envelope))
            .toArray(String[]::new));
  }

  protected void pushBundle(Digest subject, String bundle) {
    CosignFormat.refer(
        store,
        subject,
        CosignFormat.BUNDLE,
        CosignFormat.descriptor(store.put(CosignFormat.BUNDLE, bundle), Map.of()));
  }

  protected static Evidence only(Signatures signatures) {
    assertEquals(1, signatures.evidence().size(), () -> signatures.evidence().toString());
    return signatures.evidence().get(0);
  }

  protected static Standing.Verified verified(Signatures signatures) {
    return assertInstanceOf(Standing.Verified.class, only(signatures).standing());
  }

  /** The one reason why the one piece of evidence does not count. */
  protected static RefusalReason refusal(Signatures signatures) {
    return onlyRefusal(signatures).reason();
  }

  protected static String whyRefused(Signatures signatures) {
    return onlyRefusal(signatures).detail();
  }

  private static Refusal onlyRefusal(Signatures signatures) {
    Standing.Refused refused =
        assertInstanceOf(Standing.Refused.class, only(signatures).standing());
    assertEquals(1, refused.refusals().size(), () -> refused.refusals().toString());
    return refused.refusals().get(0);
  }

  protected static Trust trust(TrustedKey... keys) {
    return Trust.in(keys);
  }
}
