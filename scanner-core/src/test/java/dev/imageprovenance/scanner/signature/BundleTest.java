package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sigstore bundles of managed keys, as referrers. */
class BundleTest extends SignatureFixture {
  private String signature() {
    return CosignFormat.statement(image.digest(), PredicateTypes.COSIGN_SIGN, "{}");
  }

  private static String bundle(String hint, String envelope) {
    return CosignFormat.bundle(CosignFormat.BUNDLE, hint, CosignFormat.enveloped(envelope));
  }

  @Test
  void signatureOfCosign3Counts() {
    pushBundle(image.digest(), bundle(alice.hint(), CosignFormat.envelope(signature(), alice)));
    assertEquals(Signatures.State.VERIFIED, inspect(trust(alicesKey())).state());
  }

  @Test
  void hintDoesNotChooseTheKey() {
    pushBundle(image.digest(), bundle(mallory.hint(), CosignFormat.envelope(signature(), alice)));
    assertEquals(Signatures.State.VERIFIED, inspect(trust(alicesKey())).state());
  }

  @Test
  void bundleThatNamesTheKeyAndDoesNotFitIsBad() {
    pushBundle(image.digest(), bundle(alice.hint(), CosignFormat.envelope(signature(), mallory)));
    assertEquals(RefusalReason.BAD_SIGNATURE, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void bundleOfAnotherKeyIsRefused() {
    pushBundle(image.digest(), bundle(mallory.hint(), CosignFormat.envelope(signature(), mallory)));
    assertEquals(RefusalReason.WRONG_KEY, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void signatureOverTheManifestsBytesCounts() {
    pushBundle(
        image.digest(),
        CosignFormat.bundle(
            CosignFormat.BUNDLE, alice.hint(), CosignFormat.detached(image.raw().bytes(), alice)));
    assertEquals(Signatures.State.VERIFIED, inspect(trust(alicesKey())).state());
  }

  @Test
  void signatureOverAnotherManifestsBytesIsRefused() {
    pushBundle(
        image.digest(),
        CosignFormat.bundle(
            CosignFormat.BUNDLE, "", CosignFormat.detached(image("another").raw().bytes(), alice)));
    assertEquals(RefusalReason.WRONG_SUBJECT, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void bundleThatNamesAnotherDigestThanItsSignatureFitsIsRefused() {
    String good = CosignFormat.detached(image.raw().bytes(), alice);
    String other = CosignFormat.detached(image("another").raw().bytes(), alice);
    String mixed =
        other.substring(0, other.indexOf("\"signature\""))
            + good.substring(good.indexOf("\"signature\""));
    pushBundle(image.digest(), CosignFormat.bundle(CosignFormat.BUNDLE, alice.hint(), mixed));
    assertEquals(RefusalReason.WRONG_SUBJECT, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void bundleOfAnUnknownVersionIsUnknown() {
    pushBundle(
        image.digest(),
        bundle("", CosignFormat.envelope(signature(), alice)).replace("v0.3", "v0.9"));
    assertEquals(Signatures.State.UNKNOWN, inspect(trust(alicesKey())).state());
  }

  @Test
  void signatureOfNotationIsUnknownNotUnsigned() {
    Descriptor manifest = store.put(CosignFormat.MANIFEST, "{}");
    store.refer(
        image.digest(),
        new Descriptor(
            manifest.mediaType(),
            manifest.digest(),
            manifest.size(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.of("application/vnd.cncf.notary.signature")));
    assertEquals(Signatures.State.UNKNOWN, inspect(trust(alicesKey())).state());
  }

  @Test
  void bundleOnBothRoutesIsOnePieceOfEvidence() {
    pushBundle(image.digest(), bundle(alice.hint(), CosignFormat.envelope(signature(), alice)));
    Descriptor listed = store.referrers(image.digest(), Optional.empty()).manifests().get(0);
    ImageIndex list = index(CosignFormat.descriptor(listed, Map.of()));
    store.tag(
        CosignFormat.tag(image.digest(), ""),
        Descriptor.of(list.mediaType(), list.digest(), list.raw().size()));
    assertEquals(
        Set.of(Route.REFERRERS_API, Route.REFERRERS_TAG),
        only(inspect(trust(alicesKey()))).place().routes());
  }
}
