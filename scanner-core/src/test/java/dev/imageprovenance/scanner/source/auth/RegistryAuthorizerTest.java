package dev.imageprovenance.scanner.source.auth;

import static dev.imageprovenance.scanner.source.http.ScriptedTransport.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.http.FakeTiming;
import dev.imageprovenance.scanner.source.http.HttpSender;
import dev.imageprovenance.scanner.source.http.Notes;
import dev.imageprovenance.scanner.source.http.Origin;
import dev.imageprovenance.scanner.source.http.ScriptedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAuthorizerTest {
  private static final Origin REGISTRY = new Origin("https", "registry.example", 443);
  private static final String CHALLENGE =
      "Bearer realm=\"https://auth.example/token\",service=\"s\",scope=\"repository:app:pull\"";

  private final FakeTiming timing = new FakeTiming();
  private Optional<RegistryOptions.Credentials> credentials = Optional.empty();
  private boolean plainHttp;
  private Map<String, String> environment = Map.of();

  private RegistryAuthorizer authorizer(ScriptedTransport transport) {
    RegistryOptions options =
        new RegistryOptions(
            credentials,
            plainHttp,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            environment,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));
    Notes notes = new Notes();
    HttpSender sender =
        new HttpSender(
            transport,
            new HttpSender.Settings(false, "a", Duration.ofSeconds(1), Duration.ofSeconds(1)),
            notes.context(),
            timing);
    return new RegistryAuthorizer("registry.example", "app", options, sender, notes.context());
  }

  private static String answerTo(RegistryAuthorizer authorizer, String challenge) {
    return authorizer.answer(REGISTRY, List.of(challenge), Optional.empty(), "");
  }

  private void bob() {
    credentials = Optional.of(new RegistryOptions.Credentials("bob", "canary"));
  }

  @Test
  void sendsNothingBeforeItIsAsked() {
    assertEquals(Optional.empty(), authorizer(ScriptedTransport.of()).header());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "access_token"})
  void takesTheTokenUnderBothNames(String name) {
    ScriptedTransport transport = ScriptedTransport.of(answer(200, "{\"" + name + "\":\"t\"}"));
    assertEquals("Bearer t", answerTo(authorizer(transport), CHALLENGE));
  }

  @Test
  void keepsTheTokenForTheNextRequest() {
    RegistryAuthorizer authorizer =
        authorizer(ScriptedTransport.of(answer(200, "{\"token\":\"t\"}")));
    answerTo(authorizer, CHALLENGE);
    assertEquals(Optional.of("Bearer t"), authorizer.header());
  }

  @ParameterizedTest
  @CsvSource({"'', 54, 56", "',\"expires_in\":300', 294, 296", "',\"expires_in\":8', 5, 7"})
  void renewsTheTokenALittleBeforeItExpires(String lifetime, int before, int after) {
    RegistryAuthorizer authorizer =
        authorizer(
            ScriptedTransport.of(
                answer(200, "{\"token\":\"old\"" + lifetime + "}"),
                answer(200, "{\"token\":\"new\"}")));
    answerTo(authorizer, CHALLENGE);
    timing.advance(Duration.ofSeconds(before));
    assertEquals(Optional.of("Bearer old"), authorizer.header());
    timing.advance(Duration.ofSeconds((long) after - before));
    assertEquals(Optional.of("Bearer new"), authorizer.header());
  }

  @Test
  void sendsThePasswordToTheTokenServer() {
    bob();
    ScriptedTransport transport = ScriptedTransport.of(answer(200, "{\"token\":\"t\"}"));
    answerTo(authorizer(transport), CHALLENGE);
    assertEquals("Basic Ym9iOmNhbmFyeQ==", transport.sent().get(0).header("Authorization"));
  }

  @Test
  void tokenServersRedirectToAnotherHostReceivesNoPassword() {
    bob();
    ScriptedTransport transport =
        ScriptedTransport.of(
            answer(302, "", "Location", "https://evil.example/token"),
            answer(200, "{\"token\":\"t\"}"));
    answerTo(authorizer(transport), CHALLENGE);
    assertEquals("", transport.sent().get(1).header("Authorization"));
  }

  @Test
  void repeatsEachScope() {
    ScriptedTransport transport = ScriptedTransport.of(answer(200, "{\"token\":\"t\"}"));
    answerTo(
        authorizer(transport),
        "Bearer realm=\"https://auth.example/token?x=1\",service=\"a b\",scope=\"r:a:pull r:b:pull\"");
    assertEquals(
        "https://auth.example/token?x=1&service=a+b&scope=r%3Aa%3Apull&scope=r%3Ab%3Apull",
        transport.sent().get(0).url());
  }

  @Test
  void asksToPullWhenTheChallengeHasNoScope() {
    ScriptedTransport transport = ScriptedTransport.of(answer(200, "{\"token\":\"t\"}"));
    answerTo(authorizer(transport), "Bearer realm=\"https://auth.example/token\"");
    assertEquals(
        "https://auth.example/token?service=registry.example&scope=repository%3Aapp%3Apull",
        transport.sent().get(0).url());
  }

  @Test
  void changesAnIdentityTokenIntoAnAccessToken(@TempDir Path home) throws IOException {
    Files.writeString(
        home.resolve("config.json"),
        "{\"auths\":{\"registry.example\":{\"identitytoken\":\"canary/+\"}}}");
    environment = Map.of("DOCKER_CONFIG", home.toString());
    ScriptedTransport transport = ScriptedTransport.of(answer(200, "{\"access_token\":\"t\"}"));
    assertEquals("Bearer t", answerTo(authorizer(transport), CHALLENGE));
    ScriptedTransport.Sent sent = transport.sent().get(0);
    assertEquals("POST https://auth.example/token", sent.method() + " " + sent.url());
    assertEquals(
        "service=s&scope=repository%3Aapp%3Apull&grant_type=refresh_token"
            + "&client_id=image-provenance-scanner&refresh_token=canary%2F%2B",
        sent.body());
  }

  @Test
  void prefersBearerToBasic() {
    ScriptedTransport transport = ScriptedTransport.of(answer(200, "{\"token\":\"t\"}"));
    assertEquals("Bearer t", answerTo(authorizer(transport), "Basic realm=x, " + CHALLENGE));
  }

  @Test
  void namesTheSchemesItDoesNotKnow() {
    ScanException e =
        assertThrows(
            ScanException.class,
            () -> answerTo(authorizer(ScriptedTransport.of()), "Negotiate, NTLM"));
    assertTrue(e.toString().contains("negotiate, ntlm"), e::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://auth.example/token",
        "http://localhost:5000/token",
        "https://user:pass@auth.example/token",
        "ftp://auth.example/",
        "nonsense"
      })
  void realmThatIsNoHttpsAddressIsRefused(String realm) {
    bob();
    ScriptedTransport transport = ScriptedTransport.of();
    ScanException e =
        assertThrows(
            ScanException.class,
            () -> answerTo(authorizer(transport), "Bearer realm=\"" + realm + "\""));
    assertEquals(ProblemKind.CONFIGURATION, e.kind());
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:81/t,false",
    "http://localhost:81/t,true",
    "http://127.0.0.1/t,true",
    "http://[::1]/t,true",
    "http://[::ffff:127.0.0.1]/t,true",
    "http://0.0.0.0/t,true",
    "http://LOCALHOST./t,true",
    "http://a.localhost/t,true"
  })
  void registryElsewhereCannotSendThePasswordToPlainHttpOnThisMachine(String realm, boolean plain) {
    bob();
    plainHttp = plain;
    ScriptedTransport transport = ScriptedTransport.of();
    ScanException e =
        assertThrows(
            ScanException.class,
            () -> answerTo(authorizer(transport), "Bearer realm=\"" + realm + "\",service=\"s\""));
    assertEquals(ProblemKind.CONFIGURATION, e.kind());
    assertEquals(List.of(), transport.sent());
  }

  @Test
  void refusalOfTheTokenServerNamesUserAndStatusButNoPassword() {
    bob();
    ScriptedTransport transport =
        ScriptedTransport.of(answer(401, "{\"details\":\"bad password canary\"}"));
    ScanException e =
        assertThrows(ScanException.class, () -> answerTo(authorizer(transport), CHALLENGE));
    assertEquals(ProblemKind.UNAUTHORIZED, e.kind());
    assertTrue(e.toString().contains("user \"bob\"") && e.toString().contains("status 401"));
    assertFalse(e.toString().contains("canary") || e.toString().contains("bad password"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>login</html>",
        "{}",
        "{\"token\":\"\"}",
        "{\"token\":\"a b\"}",
        "{\"token\":\"a\\r\\nX: y\"}",
        "{\"token\":5}"
      })
  void answerWithoutUsableTokenIsUnreachable(String body) {
    ScriptedTransport transport = ScriptedTransport.of(answer(200, body));
    ScanException e =
        assertThrows(ScanException.class, () -> answerTo(authorizer(transport), CHALLENGE));
    assertEquals(ProblemKind.UNREACHABLE, e.kind());
  }
}
