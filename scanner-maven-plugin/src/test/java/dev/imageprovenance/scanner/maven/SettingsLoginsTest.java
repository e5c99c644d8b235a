package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryLogin;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoginsTest {
  private final Settings settings = new Settings();

  @ParameterizedTest
  @CsvSource({
    "registry.example:5000, registry.example:5000",
    "registry.example, registry.example:5000",
    "registry.example, registry.example",
    "'[::1]', '[::1]:5000'",
  })
  void findsAServerWithPortAndWithout(String id, String registry) {
    settings.addServer(server(id, "u", "{canary}"));
    assertEquals(
        List.of("the <server> " + id + " of settings.xml"),
        logins().of(registry).stream().map(RegistryLogin::source).toList());
  }

  @Test
  void theServerWithPortGoesFirst() {
    settings.addServer(server("registry.example", "general", "{canary}"));
    settings.addServer(server("registry.example:5000", "exact", "{canary}"));
    assertEquals("exact", user("registry.example:5000"));
  }

  @Test
  void aPasswordIsDecrypted() {
    settings.addServer(server("registry.example", "u", "{canary}"));
    assertEquals(new Credentials("u", "canary"), login("registry.example").credentials());
  }

  @Test
  void whatJibWasToldGoesFirstAndOnlyToItsRegistry() {
    settings.addServer(server("other.example", "settings", "{canary}"));
    assertEquals(List.of("jib", "settings"), List.of(user("registry.jib"), user("other.example")));
  }

  @Test
  void aPasswordThatWasGivenAwayIsASecret() {
    settings.addServer(server("registry.example", "u", "{canary}"));
    SettingsLogins logins = logins();
    logins.of("registry.example");
    assertEquals(Set.of("canary"), logins.secrets());
  }

  @Test
  void anUnrelatedServerIsNotDecrypted() {
    settings.addServer(server("unrelated", "u", "{broken"));
    assertEquals(List.of(), logins().of("registry.example"));
  }

  @Test
  void aPasswordThatCannotBeDecryptedIsAProblem() {
    settings.addServer(server("registry.example", "u", "{broken"));
    assertThrows(ScanException.class, () -> logins().of("registry.example"));
  }

  @Test
  void halfALoginIsAProblem() {
    Server server = new Server();
    server.setId("registry.example");
    server.setUsername("u");
    settings.addServer(server);
    assertThrows(ScanException.class, () -> logins().of("registry.example"));
  }

  private String user(String registry) {
    return login(registry).credentials().username();
  }

  private RegistryLogin.Password login(String registry) {
    return (RegistryLogin.Password) logins().of(registry).get(0);
  }

  private SettingsLogins logins() {
    return new SettingsLogins(
        Map.of(
            "registry.jib",
            List.of(new RegistryLogin.Password(new Credentials("jib", "p"), "pom.xml"))),
        settings,
        new Decryption(FakeDecrypter.INSTANCE));
  }

  private static Server server(String id, String user, String password) {
    Server server = new Server();
    server.setId(id);
    server.setUsername(user);
    server.setPassword(password);
    return server;
  }
}
