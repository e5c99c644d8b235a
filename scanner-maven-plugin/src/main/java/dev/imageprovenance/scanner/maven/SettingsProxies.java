package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.source.ProxySettings;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Settings;

/** Understands the {@code <proxies>} of settings.xml; stateless. */
final class SettingsProxies {
  private SettingsProxies() {}

  /**
   * The active proxies; empty when there is none, so that the environment's are used. The first
   * active one of a protocol counts, and one for http serves https when none is for https, as Maven
   * itself has it.
   */
  static Optional<ProxySettings> of(Settings settings, Decryption decryption) {
    Optional<ProxySettings.Server> http = active(settings, "http", decryption);
    Optional<ProxySettings.Server> https = active(settings, "https", decryption).or(() -> http);
    return https.isEmpty() ? Optional.empty() : Optional.of(new ProxySettings(http, https));
  }

  private static Optional<ProxySettings.Server> active(
      Settings settings, String protocol, Decryption decryption) {
    return settings.getProxies().stream()
        .filter(Proxy::isActive)
        .filter(
            proxy -> protocol.equals(String.valueOf(proxy.getProtocol()).toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(decryption::decrypt)
        .map(SettingsProxies::server);
  }

  private static ProxySettings.Server server(Proxy proxy) {
    return new ProxySettings.Server(
        proxy.getHost(), proxy.getPort(), credentials(proxy), direct(proxy));
  }

  private static Optional<Credentials> credentials(Proxy proxy) {
    return proxy.getUsername() == null || proxy.getPassword() == null
        ? Optional.empty()
        : Optional.of(new Credentials(proxy.getUsername(), proxy.getPassword()));
  }

  private static List<String> direct(Proxy proxy) {
    return proxy.getNonProxyHosts() == null
        ? List.of()
        : Stream.of(proxy.getNonProxyHosts().split("[|,]"))
            .map(String::strip)
            .filter(host -> !host.isEmpty())
            .toList();
  }
}
