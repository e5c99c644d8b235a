package dev.imageprovenance.scanner.source.http;

import static dev.imageprovenance.scanner.source.http.ScriptedTransport.answer;
import static dev.imageprovenance.scanner.source.http.ScriptedTransport.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest {
  private static final URI HOME = URI.create("https://registry.example/v2/app/manifests/1");
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final FakeTiming timing = new FakeTiming();
  private final Notes notes = new Notes();

  private HttpSender sender(RequestOpener transport) {
    HttpSender.Settings settings =
        new HttpSender.Settings(false, "test-agent", Duration.ofSeconds(1), Duration.ofSeconds(1));
    return new HttpSender(transport, settings, notes.context(), timing);
  }

  private static HttpCall get() {
    return HttpCall.get(HOME, DEADLINE);
  }

  private static HttpCall authorized() {
    return get().authorization(Optional.of("Bearer canary-token"));
  }

  private ScanException problem(RequestOpener transport, HttpCall call) {
    return assertThrows(ScanException.class, () -> sender(transport).open(call));
  }

  @Test
  void sendsOurUserAgentAndAsksForUnencodedBytes() {
    ScriptedTransport transport = ScriptedTransport.of(answer(200, ""));
    sender(transport).open(get().headers(Map.of("Accept", "a/b")));
    ScriptedTransport.Sent sent = transport.sent().get(0);
    assertEquals(
        List.of("test-agent", "identity", "a/b"),
        List.of(sent.header("User-Agent"), sent.header("Accept-Encoding"), sent.header("Accept")));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void repeatsWhatMayPass(int status) {
    ScriptedTransport transport = ScriptedTransport.of(answer(status, ""), answer(200, "ok"));
    assertEquals(200, sender(transport).open(get()).status());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 501})
  void doesNotRepeatWhatWillNotPass(int status) {
    ScriptedTransport transport = ScriptedTransport.of(answer(status, ""));
    assertEquals(status, sender(transport).open(get()).status());
  }

  @Test
  void waitsAsLongAsRetryAfterSays() {
    ScriptedTransport transport =
        ScriptedTransport.of(answer(429, "", "Retry-After", "7"), answer(200, ""));
    sender(transport).open(get());
    assertEquals(List.of(Duration.ofSeconds(7)), timing.sleeps());
  }

  @Test
  void waitsUntilTheDateOfRetryAfter() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            answer(503, "", "Retry-After", "Thu, 01 Jan 2026 00:00:09 GMT"), answer(200, ""));
    sender(transport).open(get());
    assertEquals(List.of(Duration.ofSeconds(9)), timing.sleeps());
  }

  @Test
  void givesUpAtOnceWhenRetryAfterIsBeyondTheDeadline() {
    ScriptedTransport transport =
        ScriptedTransport.of(answer(429, "slow down", "Retry-After", "3600"));
    ScanException e = problem(transport, get());
    assertTrue(e.toString().contains("asks to wait 3600.0 s"), e::toString);
  }

  @Test
  void backsOffLongerEachTime() {
    ScriptedTransport transport =
        ScriptedTransport.of(answer(503, ""), answer(503, ""), answer(503, ""), answer(200, ""));
    sender(transport).open(get());
    assertEquals(
        List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2)),
        timing.sleeps());
  }

  @Test
  void givesUpAfterEightTries() {
    ScriptedTransport transport = new ScriptedTransport(request -> answer(503, ""));
    problem(transport, get());
    assertEquals(8, transport.sent().size());
  }

  @Test
  void givesUpAtTheDeadline() {
    ScriptedTransport transport = new ScriptedTransport(request -> answer(503, ""));
    problem(transport, HttpCall.get(HOME, Duration.ofSeconds(3)));
    assertEquals(3, transport.sent().size());
  }

  @Test
  void notesEachRetry() {
    sender(ScriptedTransport.of(answer(503, ""), answer(200, ""))).open(get());
    assertEquals(
        List.of("https://registry.example: it answered 503; trying again in 0.5 s"), notes.all());
  }

  @Test
  void repeatsBrokenConnections() {
    ScriptedTransport transport =
        ScriptedTransport.of(failure(new SocketException("Connection reset")), answer(200, ""));
    assertEquals(200, sender(transport).open(get()).status());
  }

  @Test
  void silentServerIsUnreachable() {
    ScriptedTransport transport =
        new ScriptedTransport(request -> failure(new SocketTimeoutException("Read timed out")));
    assertEquals(ProblemKind.UNREACHABLE, problem(transport, get()).kind());
  }

  @Test
  void unknownHostIsNotTriedAgain() {
    ScriptedTransport transport =
        ScriptedTransport.of(failure(new UnknownHostException("registry.example")));
    assertTrue(problem(transport, get()).toString().contains("no address is known"));
  }

  @Test
  void unknownHostThatARedirectLeadsToIsNamed() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            answer(307, "", "Location", "https://login.example/"),
            failure(new UnknownHostException("login.example: Name or service not known")));
    ScanException problem = problem(transport, get());
    assertTrue(
        String.valueOf(problem.getMessage()).endsWith("no address is known for login.example"),
        problem::toString);
  }

  @Test
  void hostThatNeverAnsweredIsNotTriedAgainWhenItRefuses() {
    ScriptedTransport transport =
        ScriptedTransport.of(failure(new ConnectException("Connection refused")));
    assertTrue(
        problem(transport, get())
            .toString()
            .contains("Cannot reach https://registry.example: Connection refused"));
  }

  @Test
  void hostThatAnsweredBeforeIsTriedAgainWhenItRefuses() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            answer(200, ""), failure(new ConnectException("Connection refused")), answer(200, ""));
    HttpSender sender = sender(transport);
    sender.open(get()).close();
    assertEquals(200, sender.open(get()).status());
  }

  @Test
  void untrustedCertificateNamesTheOptionForAuthorities() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            failure(new SSLHandshakeException("PKIX path building failed: unable to find")));
    assertTrue(problem(transport, get()).remedy().orElse("").contains("--ca-file"));
  }

  @Test
  void serverWithoutTlsNamesTheOptionForPlainHttp() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            failure(new javax.net.ssl.SSLException("Unsupported or unrecognized SSL message")));
    assertTrue(problem(transport, get()).remedy().orElse("").contains("--plain-http"));
  }

  @Test
  void postIsSentOnce() {
    ScriptedTransport transport = ScriptedTransport.of(answer(503, ""));
    assertThrows(ScanException.class, () -> sender(transport).open(get().post("a=b", "secret")));
    assertEquals(1, transport.sent().size());
  }

  @Test
  void redirectToAnotherHostReceivesNoAuthorization() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            answer(307, "", "Location", "https://cdn.example/blob?sig=a%2Fb%2Bc&sig=2&a=1"),
            answer(200, ""));
    sender(transport).open(authorized());
    assertEquals("", transport.sent().get(1).header("Authorization"));
  }

  @Test
  void redirectIsFollowedVerbatim() {
    String location = "https://cdn.example/blob?sig=a%2Fb%2Bc&b=2&sig=3&flag";
    ScriptedTransport transport =
        ScriptedTransport.of(answer(307, "", "Location", location), answer(200, ""));
    sender(transport).open(get());
    assertEquals(location, transport.sent().get(1).url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://registry.example:8443/x", "https://other.registry.example/x"})
  void authorizationStaysWithHostAndPort(String location) {
    ScriptedTransport transport =
        ScriptedTransport.of(answer(302, "", "Location", location), answer(200, ""));
    sender(transport).open(authorized());
    assertEquals("", transport.sent().get(1).header("Authorization"));
  }

  @Test
  void redirectWithinTheHostKeepsAuthorization() {
    ScriptedTransport transport =
        ScriptedTransport.of(answer(308, "", "Location", "/v2/other/1"), answer(200, ""));
    sender(transport).open(authorized());
    assertEquals("Bearer canary-token", transport.sent().get(1).header("Authorization"));
  }

  @Test
  void authorizationDoesNotReturnOnceARedirectHasLeft() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            answer(302, "", "Location", "https://cdn.example/x"),
            answer(302, "", "Location", "https://registry.example/v2/secret"),
            answer(200, ""));
    sender(transport).open(authorized());
    assertEquals("", transport.sent().get(2).header("Authorization"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://registry.example/x",
        "http://localhost/x",
        "ftp://a/x",
        "file:///etc/x",
        "https://"
      })
  void refusesRedirectsAwayFromHttps(String location) {
    ScriptedTransport transport = ScriptedTransport.of(answer(302, "", "Location", location));
    assertEquals(ProblemKind.UNREACHABLE, problem(transport, get()).kind());
  }

  @Test
  void refusesEndlessRedirects() {
    ScriptedTransport transport =
        new ScriptedTransport(request -> answer(302, "", "Location", "/again"));
    assertTrue(problem(transport, get()).toString().contains("more than 10 redirects"));
  }

  @Test
  void dropsUserInformationOfRedirects() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            answer(302, "", "Location", "https://user:pass@cdn.example/x"), answer(200, ""));
    sender(transport).open(get());
    assertEquals("https://cdn.example/x", transport.sent().get(1).url());
  }

  @Test
  void refusesPlainHttpBeyondLoopback() {
    ScriptedTransport transport = ScriptedTransport.of();
    ScanException e =
        problem(transport, HttpCall.get(URI.create("http://registry.example/v2/"), DEADLINE));
    assertEquals(ProblemKind.CONFIGURATION, e.kind());
  }

  @Test
  void allowsPlainHttpToLoopback() {
    ScriptedTransport transport = ScriptedTransport.of(answer(200, ""));
    HttpCall call = HttpCall.get(URI.create("http://127.3.2.1:5000/v2/"), DEADLINE);
    assertEquals(200, sender(transport).open(call).status());
  }

  @Test
  void showsWarningsOnce() {
    ScriptedTransport transport =
        new ScriptedTransport(request -> answer(200, "", "Warning", "299 - \"moves soon\""));
    HttpSender sender = sender(transport);
    sender.open(get());
    sender.open(get());
    assertEquals(List.of("registry.example warns: - \"moves soon\""), notes.all());
  }

  @Test
  void errorTextForAnAnonymousRequestIsQuotedEscaped() {
    String body = "{\"errors\":[{\"code\":\"TOOMANY\",\"message\":\"\\u001b[31m later\"}]}";
    ScriptedTransport transport = new ScriptedTransport(request -> answer(503, body));
    ScanException e = problem(transport, get());
    assertTrue(e.toString().contains("(TOOMANY: \\u001b[31m later)"), e::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"CANARY-TOKEN\"},{\"code\":\"CANARY\"}]}",
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"c a n a r y\"},{\"code\":\"c a n\"}]}",
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"canary%2Dtoken\"}]}"
      })
  void errorTextAfterCredentialsIsReducedToKnownCodes(String body) {
    ScriptedTransport transport = new ScriptedTransport(request -> answer(503, body));
    ScanException e = problem(transport, authorized());
    assertTrue(String.valueOf(e.getMessage()).endsWith("it answered 503 (DENIED)"), e::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANARY-TOKEN", "{\"message\":\"canary%2Dtoken\"}"})
  void errorOfAnyOtherFormAfterCredentialsIsNotQuoted(String body) {
    ScriptedTransport transport = new ScriptedTransport(request -> answer(503, body));
    ScanException e = problem(transport, authorized());
    assertTrue(String.valueOf(e.getMessage()).endsWith("it answered 503"), e::toString);
  }

  @Test
  void readAsksAgainWhenTheBodyBreaks() {
    ScriptedTransport transport =
        ScriptedTransport.of(
            ScriptedTransport.stream(
                200, ScriptedTransport.breakingAfter("ab".getBytes(StandardCharsets.UTF_8))),
            answer(200, "abcd"));
    HttpSender sender = sender(transport);
    String text =
        sender.read(
            () -> sender.open(get()),
            reply -> new String(reply.readAtMost(100), StandardCharsets.UTF_8));
    assertEquals("abcd", text);
  }

  @Test
  void cancelledScanSendsNothing() {
    ScriptedTransport transport = ScriptedTransport.of();
    var context = notes.context();
    context.cancellation().cancel();
    HttpSender sender =
        new HttpSender(
            transport, new HttpSender.Settings(false, "a", DEADLINE, DEADLINE), context, timing);
    ScanException e = assertThrows(ScanException.class, () -> sender.open(get()));
    assertEquals(ProblemKind.CANCELLED, e.kind());
  }

  @Test
  void toStringOfCallShowsNeitherTokenNorQuery() {
    HttpCall call =
        HttpCall.get(URI.create("https://registry.example/x?sig=canary"), DEADLINE)
            .authorization(Optional.of("Basic " + "Ym9iOmNhbmFyeQ=="));
    assertFalse((call.toString() + new IOException(call.toString())).contains("canary"));
  }
}
