package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Signatures.State;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What registries in the field answer when they are asked for a list of referrers, instead of what
 * the distribution specification asks for: signatures under tags count all the same, and an image
 * without any is unsigned only where the answer was a true one.
 */
@Timeout(120)
class FieldDeviationsTest {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** An answer, by who gives it. */
  enum Deviation {
    ARTIFACTORY_406(State.UNKNOWN, 406, "application/json", "{\"errors\":[]}"),
    ARTIFACTORY_400(State.UNKNOWN, 400, "application/json", "{\"errors\":[]}"),
    HARBOR_401_WITHOUT_CHALLENGE(
        State.UNKNOWN,
        401,
        "application/json",
        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"unauthorized to access repository\"}]}"),
    HARBOR_404_WITH_A_CODE_OF_ITS_OWN(
        State.UNSIGNED,
        404,
        "application/json",
        "{\"errors\":[{\"code\":\"NOT_FOUND\",\"message\":\"project app not found\"}]}"),
    QUAY_400_FOR_A_MANIFEST_THAT_IS_NOT_THERE(
        State.UNKNOWN,
        400,
        "application/json",
        "{\"errors\":[{\"code\":\"MANIFEST_INVALID\",\"message\":\"manifest invalid\"}]}"),
    DISTRIBUTION_404_WITHOUT_ANY_LIST(
        State.UNSIGNED, 404, "text/plain; charset=utf-8", "404 page not found\n"),
    OK_WITH_AN_IMAGE_MANIFEST(
        State.UNKNOWN,
        200,
        "application/vnd.oci.image.manifest.v1+json",
        "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}"),
    OK_WITH_ANOTHER_JSON(State.UNKNOWN, 200, "application/json", "{\"message\":\"ok\"}"),
    OK_WITH_A_PAGE_FOR_A_BROWSER(State.UNKNOWN, 200, "text/html", "<html>Sign in</html>"),
    OK_WITH_A_PAGE_THAT_CALLS_ITSELF_AN_INDEX(State.UNKNOWN, 200, INDEX, "<html>Sign in</html>"),
    SERVER_ERROR_500(State.UNKNOWN, 500, "text/plain", "oops"),
    SERVER_ERROR_503(State.UNKNOWN, 503, "text/plain", "busy"),
    SILENCE(State.UNKNOWN, 0, "", "");

    private final State withoutSignature;
    private final int status;
    private final String type;
    private final String body;

    Deviation(State withoutSignature, int status, String type, String body) {
      this.withoutSignature = withoutSignature;
      this.status = status;
      this.type = type;
      this.body = body;
    }

    private void answer(FaultyRegistry.Wire wire) throws IOException {
      if (status == 0) {
        wire.hang();
      } else {
        wire.answer(status, body, "Content-Type", type);
      }
    }
  }

  private final FaultyRegistry registry = FaultyRegistry.start();
  private final PushedEvidence evidence = new PushedEvidence(registry);
  private final Digest image = new PushedImage(1).push(registry, "1");

  FieldDeviationsTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private State stateIn(Deviation deviation) {
    registry.always("/referrers/", (request, wire) -> deviation.answer(wire));
    RegistryOptions defaults = RegistryOptions.defaults();
    RegistryOptions impatient =
        new RegistryOptions(
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            defaults.connectTimeout(),
            Duration.ofMillis(1500),
            Duration.ofMillis(1500));
    SignerScope scope = SignerScope.images(registry.host() + "/*");
    try (ImageScanner scanner = ImageScanner.builder().registry(impatient).build()) {
      Signatures signatures =
          scanner
              .signatures(
                  SignatureRequest.of(registry.host() + "/app:1")
                      .platforms(new PlatformSelection.All())
                      .trust(Trust.in(evidence.signer().trusted("signer", scope))))
              .get(0)
              .signatures();
      return signatures.state();
    }
  }

  @ParameterizedTest
  @EnumSource
  void signatureUnderATagCountsWhateverTheListOfReferrersSays(Deviation deviation) {
    evidence.signature(image);
    assertEquals(State.VERIFIED, stateIn(deviation));
  }

  @ParameterizedTest
  @EnumSource
  void imageWithoutSignatureIsUnsignedOnlyByATrueAnswer(Deviation deviation) {
    assertEquals(deviation.withoutSignature, stateIn(deviation));
  }
}
