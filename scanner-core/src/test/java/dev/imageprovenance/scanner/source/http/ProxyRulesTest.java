package dev.imageprovenance.scanner.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ProxySettings;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
  private static String proxy(String url, Map<String, String> environment) {
    return new ProxyRules(environment)
        .proxyFor(Origin.of(URI.create(url)))
        .map(ProxyRules.Proxy::toString)
        .orElse("direct");
  }

  @Test
  void httpsAndHttpHaveTheirOwn() {
    Map<String, String> both = Map.of("HTTPS_PROXY", "http://s:1", "http_proxy", "p:2");
    assertEquals("http://s:1", proxy("https://registry.example/", both));
    assertEquals("http://p:2", proxy("http://registry.example/", both));
  }

  private static String configured(String url, List<String> direct) {
    ProxySettings settings =
        new ProxySettings(
            Optional.empty(),
            Optional.of(new ProxySettings.Server("proxy.corp", 3128, Optional.empty(), direct)));
    RegistryOptions options =
        RegistryOptions.defaults()
            .withEnvironment(Map.of("HTTPS_PROXY", "http://s:1", "HTTP_PROXY", "http://s:1"))
            .withProxies(settings);
    return ProxyRules.of(options)
        .proxyFor(Origin.of(URI.create(url)))
        .map(ProxyRules.Proxy::toString)
        .orElse("direct");
  }

  @ParameterizedTest
  @CsvSource({
    "https://registry.example/, http://proxy.corp:3128",
    "http://registry.example/, direct",
    "https://a.corp.example/, direct",
    "https://corp.example/, http://proxy.corp:3128",
    "https://10.1.2.3/, direct",
    "https://110.1.2.3/, http://proxy.corp:3128",
    "https://localhost:5000/, direct",
  })
  void settingsReplaceTheEnvironment(String url, String expected) {
    assertEquals(expected, configured(url, List.of("*.Corp.example", "10.*")));
  }

  @Test
  void aConfiguredProxyIsShownItsCredentials() {
    ProxySettings settings =
        new ProxySettings(
            Optional.of(
                new ProxySettings.Server(
                    "p",
                    1,
                    Optional.of(new RegistryOptions.Credentials("u", "can@ry")),
                    List.of())),
            Optional.empty());
    Optional<ProxyRules.Proxy> proxy =
        ProxyRules.of(RegistryOptions.defaults().withProxies(settings))
            .proxyFor(Origin.of(URI.create("http://a.example/")));
    assertEquals(Optional.of("Basic dTpjYW5Acnk="), proxy.flatMap(ProxyRules.Proxy::authorization));
  }

  @Test
  void upperCaseWins() {
    assertEquals(
        "http://upper:1",
        proxy("https://a.example/", Map.of("HTTPS_PROXY", "upper:1", "https_proxy", "lower:1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://localhost/", "https://127.9.9.9:5000/", "https://[::1]:5000/"})
  void loopbackIsNeverProxied(String url) {
    assertEquals("direct", proxy(url, Map.of("HTTPS_PROXY", "http://p:1")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://registry.example/, *, direct",
    "https://registry.example/, registry.example, direct",
    "https://registry.example/, example, direct",
    "https://registry.example/, .example, direct",
    "https://registry.example/, *.example, direct",
    "https://registry.example/, REGISTRY.example, direct",
    "https://registry.example/, xample, http://p:1",
    "https://example/, .example, http://p:1",
    "https://registry.example:5000/, registry.example:5000, direct",
    "https://registry.example/, registry.example:5000, http://p:1",
    "https://registry.example/, registry.example:443, direct",
    "https://10.1.2.3/, 10.0.0.0/8, direct",
    "https://11.1.2.3/, 10.0.0.0/8, http://p:1",
    "https://10.1.2.3/, 10.1.2.3, direct",
    "https://10.1.2.3/, 10.1.2.4/31, http://p:1",
    "https://10.1.2.3/, 10.1.2.2/31, direct",
    "https://10.1.2.3/, 10.1.2.2/99, http://p:1",
    "https://registry.example/, 10.0.0.0/8, http://p:1",
    "https://[2001:db8::5]/, 2001:db8::/32, direct",
    "https://[2001:db9::5]/, 2001:db8::/32, http://p:1",
    "https://[2001:db8::5]/, 2001:DB8:0::5, direct",
    "https://[2001:db8::5]:443/, [2001:db8::5]:443, direct",
  })
  void exceptionsAreObeyed(String url, String exceptions, String expected) {
    assertEquals(expected, proxy(url, Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", exceptions)));
  }

  @Test
  void exceptionsAreAList() {
    assertEquals(
        "direct",
        proxy("https://b.example/", Map.of("https_proxy", "p:1", "no_proxy", "a, b.example ,c")));
  }

  @Test
  void userAndPasswordAreDecodedAndNotShown() {
    Optional<ProxyRules.Proxy> proxy =
        new ProxyRules(Map.of("HTTPS_PROXY", "http://u:can%40ry+@p:1"))
            .proxyFor(new Origin("https", "a.example", 443));
    assertEquals(Optional.of("Basic dTpjYW5Acnkr"), proxy.flatMap(ProxyRules.Proxy::authorization));
    assertFalse(proxy.toString().contains("dTpjYW5Acnkr"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://u:canary@p:1", "http://u:canary@", "http://u:canary@p:x"})
  void unusableProxyIsAnErrorWithoutItsPassword(String value) {
    ScanException e =
        assertThrows(
            ScanException.class, () -> proxy("https://a.example/", Map.of("HTTPS_PROXY", value)));
    assertFalse(e.toString().contains("canary"));
  }
}
