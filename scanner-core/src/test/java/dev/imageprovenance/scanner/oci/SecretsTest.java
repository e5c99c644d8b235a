package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String CANARY = "canary-7f3e";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"app\",\"--password\",\"" + CANARY + "\"]",
        "[\"app\",\"--password=" + CANARY + "\",\"--verbose\"]",
        "[\"java\",\"-Ddb.password=" + CANARY + "\",\"-jar\",\"app.jar\"]",
        "[\"sh\",\"-c\",\"API_KEY=" + CANARY + " exec app\"]",
        "[\"sh\",\"-c\",\"app --token " + CANARY + "\"]",
        "[\"sh\",\"-c\",\"app --password \\\"" + CANARY + "\\\"\"]",
        "[\"CMD-SHELL\",\"curl -u admin:" + CANARY + " http://localhost\"]",
        "[\"CMD-SHELL\",\"curl -H 'Authorization: Bearer " + CANARY + "' http://localhost\"]",
        "[\"CMD\",\"curl\",\"-H\",\"Authorization: Basic " + CANARY + "\"]",
        "[\"app\",\"postgres://user:" + CANARY + "@db/orders\"]",
        "RUN |2 NPM_TOKEN=" + CANARY + " HOME=/ /bin/sh -c npm ci # buildkit",
        "/bin/sh -c #(nop)  ENV DB_PASS=" + CANARY,
        "/bin/sh -c #(nop)  ENV DB_PASSWORD " + CANARY,
        "{\"Secret\":{\"value\":1},\"client_secret\": \"" + CANARY + "\"}",
        "passphrase: " + CANARY + ", then more",
        "password='" + CANARY + "'",
        "private-key = " + CANARY,
        "-----BEGIN RSA PRIVATE KEY-----\n" + CANARY + "\n-----END RSA PRIVATE KEY-----",
        "ghp_aaaaaaaaaaaaaaaa" + CANARY,
        "x eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0." + CANARY
      })
  void withholdsWhatLooksLikeASecret(String text) {
    assertFalse(Secrets.withhold(text).contains(CANARY), Secrets.withhold(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"docker-entrypoint.sh\",\"postgres\"]",
        "[\"java\",\"-jar\",\"/app/app.jar\",\"--server.port=8080\"]",
        "[\"CMD-SHELL\",\"curl -f http://localhost:8080/health || exit 1\"]",
        "RUN apt-get update && apt-key add /tmp/x && rm /etc/passwd:old # buildkit",
        "COPY --chown=1000:1000 target/app.jar /app/ # buildkit",
        "keyboard=us monkeys: three",
        "[\"app\",\"--password\",\"$DB_PASSWORD\"]",
        "[\"app\",\"--no-token\",\"--verbose\"]",
        "app --token $(cat /run/token)",
        "https://example.org/a:b",
        "--user 1000:1000",
        ""
      })
  void leavesTheRestAsItIs(String text) {
    assertEquals(text, Secrets.withhold(text));
  }

  @Test
  void leavesEverythingButTheValue() {
    assertEquals(
        "[\"app\",\"--password\",\"(withheld)\",\"--port\",\"1\"]",
        Secrets.withhold("[\"app\",\"--password\",\"" + CANARY + "\",\"--port\",\"1\"]"));
  }

  @Test
  void withholdsAHashBehindATellingName() {
    assertEquals("password=(withheld)", Secrets.withhold("password=$6$salt$hash"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "password", "://a:", "\"", "-u ", "token ", "key=\\\""})
  void needsLittleTimeForManyWords(String piece) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> Secrets.withhold("curl " + piece.repeat(500_000)));
  }
}
