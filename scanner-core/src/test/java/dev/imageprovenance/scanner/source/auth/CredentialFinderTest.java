package dev.imageprovenance.scanner.source.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryLogin;
import dev.imageprovenance.scanner.source.RegistryLogins;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.http.Notes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFinderTest {
  private static final String HOST = "registry.example:5000";

  private final Notes notes = new Notes();
  private final Map<String, String> environment = new HashMap<>();
  private Optional<RegistryOptions.Credentials> given = Optional.empty();
  private RegistryLogins logins = RegistryLogins.NONE;
  private CredentialHelpers helpers = new NoHelpers();
  private final Path home;

  CredentialFinderTest(@TempDir Path home) {
    this.home = home;
    environment.put("HOME", home.toString());
  }

  private static class NoHelpers implements CredentialHelpers {
    @Override
    public Optional<RegistryCredential> named(Path config, String helper) {
      throw new HelperFailure("the credential helper " + helper + " is not on the PATH");
    }

    @Override
    public Optional<RegistryCredential> program(RegistryLogin.Helper helper) {
      throw new HelperFailure("the credential helper " + helper.helper() + " is not on the PATH");
    }

    @Override
    public Optional<RegistryCredential> ofTheCloud() {
      return Optional.empty();
    }
  }

  private static RegistryLogins logins(Map<String, List<RegistryLogin>> byRegistry) {
    return new RegistryLogins() {
      @Override
      public List<RegistryLogin> of(String registry) {
        return byRegistry.getOrDefault(registry, List.of());
      }

      @Override
      public List<String> secrets() {
        return List.of();
      }
    };
  }

  private static RegistryLogin password(String user) {
    return new RegistryLogin.Password(
        new RegistryOptions.Credentials(user, "canary"), "settings.xml");
  }

  private Optional<RegistryCredential> find(String registry, String repository) {
    RegistryOptions options =
        new RegistryOptions(
                given,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                environment,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO)
            .withLogins(logins);
    return new CredentialFinder(registry, repository, options, helpers, notes).find();
  }

  private String user(String registry, String repository) {
    return find(registry, repository)
        .map(RegistryCredential.UserAndPassword.class::cast)
        .map(credential -> credential.user() + ":" + credential.password())
        .orElse("none");
  }

  private static String auth(String user) {
    String both = user + ":canary";
    return "{\"auth\":\""
        + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8))
        + "\"}";
  }

  private static String auths(String key, String entry) {
    return "{\"auths\":{\"" + key + "\":" + entry + "}}";
  }

  private Path write(String path, String json) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, json);
  }

  @Test
  void nothingIsFoundWithoutFiles() {
    assertEquals("none", user(HOST, "app"));
  }

  @Test
  void givenCredentialsWin() throws IOException {
    write(".docker/config.json", auths(HOST, auth("docker")));
    given = Optional.of(new RegistryOptions.Credentials("given", "canary"));
    assertEquals("given:canary", user(HOST, "app"));
  }

  @Test
  void whatTheFrontEndKnowsComesBeforeFiles() throws IOException {
    write(".docker/config.json", auths(HOST, auth("docker")));
    logins = logins(Map.of(HOST, List.of(password("settings"))));
    assertEquals("settings:canary", user(HOST, "app"));
  }

  @Test
  void whatTheFrontEndKnowsOfAnotherRegistryStaysThere() {
    logins = logins(Map.of("other.example", List.of(password("settings"))));
    assertEquals("none", user(HOST, "app"));
  }

  @Test
  void theHubIsKnownByAnyOfItsNames() {
    logins = logins(Map.of("index.docker.io", List.of(password("settings"))));
    assertEquals("settings:canary", user("docker.io", "library/app"));
  }

  @Test
  void aHelperThatFailsLeavesTheNextOne() {
    logins =
        logins(
            Map.of(
                HOST,
                List.of(
                    new RegistryLogin.Helper("gone", Map.of(), "pom.xml"), password("settings"))));
    assertEquals("settings:canary", user(HOST, "app"));
  }

  @Test
  void readsDockerConfig() throws IOException {
    write(".docker/config.json", auths(HOST, auth("docker")));
    assertEquals("docker:canary", user(HOST, "app"));
  }

  @Test
  void dockerConfigVariableReplacesHome() throws IOException {
    write(".docker/config.json", auths(HOST, auth("home")));
    write("other/config.json", auths(HOST, auth("other")));
    environment.put("DOCKER_CONFIG", home.resolve("other").toString());
    assertEquals("other:canary", user(HOST, "app"));
  }

  @Test
  void podmanFilesComeBeforeDockers() throws IOException {
    write(".docker/config.json", auths(HOST, auth("docker")));
    write(".config/containers/auth.json", auths(HOST, auth("config")));
    assertEquals("config:canary", user(HOST, "app"));
  }

  @Test
  void runtimeDirectoryComesBeforeConfigDirectory() throws IOException {
    write(".config/containers/auth.json", auths(HOST, auth("config")));
    write("run/containers/auth.json", auths(HOST, auth("run")));
    environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
    assertEquals("run:canary", user(HOST, "app"));
  }

  @Test
  void authFileVariableComesFirst() throws IOException {
    write("run/containers/auth.json", auths(HOST, auth("run")));
    environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
    environment.put("REGISTRY_AUTH_FILE", write("mine.json", auths(HOST, auth("mine"))).toString());
    assertEquals("mine:canary", user(HOST, "app"));
  }

  @Test
  void fileWithoutTheRegistryLeadsToTheNext() throws IOException {
    write(".config/containers/auth.json", auths("another.example", auth("another")));
    write(".docker/config.json", auths(HOST, auth("docker")));
    assertEquals("docker:canary", user(HOST, "app"));
  }

  @Test
  void mostSpecificRepositoryWins() throws IOException {
    write(
        ".config/containers/auth.json",
        "{\"auths\":{\""
            + HOST
            + "\":"
            + auth("host")
            + ",\""
            + HOST
            + "/team\":"
            + auth("team")
            + ",\""
            + HOST
            + "/team/app\":"
            + auth("app")
            + "}}");
    assertEquals("app:canary", user(HOST, "team/app"));
    assertEquals("team:canary", user(HOST, "team/other"));
    assertEquals("host:canary", user(HOST, "teamster/app"));
  }

  @Test
  void anotherPortIsAnotherRegistry() throws IOException {
    write(".docker/config.json", auths("registry.example", auth("docker")));
    assertEquals("none", user(HOST, "app"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://index.docker.io/v1/",
        "https://index.docker.io/v1/access-token",
        "index.docker.io/v1/",
        "docker.io",
        "https://registry-1.docker.io"
      })
  void hubIsKnownUnderItsNames(String key) throws IOException {
    write(".docker/config.json", auths(key, auth("hub")));
    assertEquals("hub:canary", user("docker.io", "library/debian"));
  }

  @Test
  void schemeAndPathOfAKeyDoNotMatter() throws IOException {
    write(".docker/config.json", auths("https://" + HOST + "/v2/", auth("docker")));
    assertEquals("docker:canary", user(HOST, "app"));
  }

  @Test
  void identityTokenIsFoundBesideAnEmptyAuth() throws IOException {
    write(".docker/config.json", auths(HOST, "{\"auth\":\"\",\"identitytoken\":\"canary\"}"));
    assertEquals(
        Optional.of(
            new RegistryCredential.IdentityToken(
                "canary", home.resolve(".docker/config.json").toString())),
        find(HOST, "app"));
  }

  @Test
  void helperIsAskedBeforeTheFilesOwnEntry() throws IOException {
    write(
        ".docker/config.json",
        "{\"credHelpers\":{\""
            + HOST
            + "\":\"x\"},\"auths\":{\""
            + HOST
            + "\":"
            + auth("f")
            + "}}");
    helpers =
        new NoHelpers() {
          @Override
          public Optional<RegistryCredential> named(Path config, String helper) {
            return Optional.of(
                new RegistryCredential.UserAndPassword("from-" + helper, "canary", "helper"));
          }
        };
    assertEquals("from-x:canary", user(HOST, "app"));
  }

  @Test
  void missingHelperIsANoteAndTheFilesOwnEntryCounts() throws IOException {
    write(
        ".docker/config.json",
        "{\"credsStore\":\"gone\",\"auths\":{\"" + HOST + "\":" + auth("file") + "}}");
    assertEquals("file:canary", user(HOST, "app"));
    assertTrue(notes.all().toString().contains("gone is not on the PATH"), notes.all()::toString);
  }

  @Test
  void otherRegistrysHelperIsNotAsked() throws IOException {
    write(".docker/config.json", "{\"credHelpers\":{\"other.example\":\"x\"}}");
    find(HOST, "app");
    assertEquals(0, notes.all().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "canary",
        "{\"auths\":{\"registry.example:5000\":{\"auth\":\"canary!\"}}}",
        "{\"auths\":{\"registry.example:5000\":{\"auth\":\"Y2FuYXJ5\"}}}",
      })
  void brokenFileIsAConfigurationErrorThatNamesItAndQuotesNothing(String json) throws IOException {
    Path file = write(".docker/config.json", json);
    ScanException e = assertThrows(ScanException.class, () -> find(HOST, "app"));
    assertEquals(ProblemKind.CONFIGURATION, e.kind());
    assertTrue(e.toString().contains(file.toString()), e::toString);
    StringBuilder chain = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      chain.append(cause);
    }
    assertFalse(chain.toString().contains("canary") || chain.toString().contains("Y2FuYXJ5"));
  }

  @Test
  void noPasswordInAnyToString() {
    assertFalse(
        (new RegistryCredential.UserAndPassword("bob", "canary", "x")
                + new RegistryCredential.UserAndPassword("bob", "canary", "x").describe()
                + new RegistryCredential.IdentityToken("canary", "x")
                + new TokenCache.Token("canary", 1))
            .contains("canary"));
  }
}
