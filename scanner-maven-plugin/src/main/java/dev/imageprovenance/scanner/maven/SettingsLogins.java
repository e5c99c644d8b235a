package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryLogin;
import dev.imageprovenance.scanner.source.RegistryLogins;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;

/**
 * Logs in to registries with what jib was told, then with the {@code <servers>} of settings.xml,
 * whose id is the registry's host with its port or without; thread-safe. A server is decrypted when
 * its registry first asks.
 */
final class SettingsLogins implements RegistryLogins {
  private final Map<String, List<RegistryLogin>> ofJib;
  private final Settings settings;
  private final Decryption decryption;
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /**
   * Knows these.
   *
   * @param ofJib the logins of jib's configuration for each registry that jib pushes to
   */
  SettingsLogins(Map<String, List<RegistryLogin>> ofJib, Settings settings, Decryption decryption) {
    this.ofJib = Map.copyOf(ofJib);
    this.settings = settings;
    this.decryption = decryption;
  }

  @Override
  public List<RegistryLogin> of(String registry) {
    List<RegistryLogin> logins = new ArrayList<>(ofJib.getOrDefault(registry, List.of()));
    server(registry).flatMap(server -> login(registry, server)).ifPresent(logins::add);
    for (RegistryLogin login : logins) {
      if (login instanceof RegistryLogin.Password password) {
        secrets.add(password.credentials().password());
      }
    }
    return logins;
  }

  @Override
  public Collection<String> secrets() {
    return Set.copyOf(secrets);
  }

  private Optional<Server> server(String registry) {
    Optional<Server> exact = Optional.ofNullable(settings.getServer(registry));
    int colon = registry.lastIndexOf(':');
    boolean hasPort = colon > registry.lastIndexOf(']');
    return exact.isPresent() || !hasPort
        ? exact
        : Optional.ofNullable(settings.getServer(registry.substring(0, colon)));
  }

  private Optional<RegistryLogin> login(String registry, Server encrypted) {
    Server server = decryption.decrypt(encrypted);
    if (server.getUsername() == null && server.getPassword() == null) {
      return Optional.empty();
    }
    if (server.getUsername() == null || server.getPassword() == null) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The <server> "
              + encrypted.getId()
              + " of settings.xml, which logs in to "
              + registry
              + ", has only one of <username> and <password>",
          "Write both, or neither.",
          null);
    }
    return Optional.of(
        new RegistryLogin.Password(
            new Credentials(server.getUsername(), server.getPassword()),
            "the <server> " + encrypted.getId() + " of settings.xml"));
  }
}
