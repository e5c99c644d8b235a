package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.source.ProxySettings;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.Test;

class SettingsProxiesTest {
  private final Settings settings = new Settings();

  @Test
  void withoutAProxyTheEnvironmentDecides() {
    assertEquals(Optional.empty(), proxies());
  }

  @Test
  void anInactiveProxyIsNone() {
    add("http", "proxy.example").setActive(false);
    assertEquals(Optional.empty(), proxies());
  }

  @Test
  void aProxyForHttpServesHttpsToo() {
    add("http", "proxy.example");
    assertEquals(
        Optional.of("proxy.example"),
        proxies().flatMap(ProxySettings::https).map(ProxySettings.Server::host));
  }

  @Test
  void aProxyForHttpsGoesFirst() {
    add("http", "one.example");
    add("https", "two.example");
    assertEquals(
        Optional.of("two.example"),
        proxies().flatMap(ProxySettings::https).map(ProxySettings.Server::host));
  }

  @Test
  void itsPasswordIsDecrypted() {
    Proxy proxy = add("http", "proxy.example");
    proxy.setUsername("u");
    proxy.setPassword("{canary}");
    assertEquals(
        Optional.of(new Credentials("u", "canary")),
        proxies().flatMap(ProxySettings::http).flatMap(ProxySettings.Server::credentials));
  }

  @Test
  void itsExceptionsAreKept() {
    add("http", "proxy.example").setNonProxyHosts("localhost|*.corp.example| 10.*");
    assertEquals(
        Optional.of(List.of("localhost", "*.corp.example", "10.*")),
        proxies().flatMap(ProxySettings::http).map(ProxySettings.Server::direct));
  }

  private Optional<ProxySettings> proxies() {
    return SettingsProxies.of(settings, new Decryption(FakeDecrypter.INSTANCE));
  }

  private Proxy add(String protocol, String host) {
    Proxy proxy = new Proxy();
    proxy.setId(host);
    proxy.setProtocol(protocol);
    proxy.setHost(host);
    proxy.setPort(3128);
    settings.addProxy(proxy);
    return proxy;
  }
}
