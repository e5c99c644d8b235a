package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsAndProxyTest {
  private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;

  private static KeyStore keys = emptyStore();
  private static Path certificate = Path.of("");
  private static Path key = Path.of("");

  private static KeyStore emptyStore() {
    try {
      return KeyStore.getInstance("PKCS12");
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,dns:registry.example",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    certificate = pem("CERTIFICATE", keys.getCertificate("a").getEncoded());
    key = pem("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded());
  }

  private static Path pem(String label, byte[] content) throws IOException {
    return Files.writeString(
        directory.resolve(label + ".pem"),
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + label
            + "-----\n");
  }

  private static SSLContext serverContext() throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", keys.getCertificate("a"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static FaultyRegistry tlsRegistry(boolean clientCertificate) throws Exception {
    javax.net.ssl.SSLServerSocketFactory factory = serverContext().getServerSocketFactory();
    javax.net.ServerSocketFactory wanting =
        new javax.net.ServerSocketFactory() {
          @Override
          public java.net.ServerSocket createServerSocket(int port) throws IOException {
            throw new IOException("unused");
          }

          @Override
          public java.net.ServerSocket createServerSocket(int port, int backlog)
              throws IOException {
            throw new IOException("unused");
          }

          @Override
          public java.net.ServerSocket createServerSocket(
              int port, int backlog, java.net.InetAddress address) throws IOException {
            SSLServerSocket socket =
                (SSLServerSocket) factory.createServerSocket(port, backlog, address);
            socket.setNeedClientAuth(clientCertificate);
            return socket;
          }
        };
    FaultyRegistry registry = FaultyRegistry.start(wanting);
    registry.putManifest("1", MediaType.OCI_MANIFEST, MANIFEST);
    return registry;
  }

  private static RegistryOptions options(
      Optional<Path> ca, Optional<Path> certificate, Optional<Path> key, Map<String, String> env) {
    return new RegistryOptions(
        Optional.empty(),
        false,
        ca,
        certificate,
        key,
        env,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  private static byte[] manifest(String reference, RegistryOptions options) throws IOException {
    try (RegistryContentStore store =
        RegistryContentStore.connect(Reference.parse(reference), options, ScanContext.defaults())) {
      return store.manifestByTag("1").raw().bytes();
    }
  }

  private static RegistryOptions trusting() {
    return options(Optional.of(certificate), Optional.empty(), Optional.empty(), Map.of());
  }

  @Test
  void findsTlsOnLoopback() throws Exception {
    try (FaultyRegistry registry = tlsRegistry(false)) {
      assertArrayEquals(MANIFEST, manifest(registry.host() + "/app:1", trusting()));
    }
  }

  @Test
  void untrustedCertificateNamesTheOption() throws Exception {
    try (FaultyRegistry registry = tlsRegistry(false)) {
      RegistryOptions options =
          options(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
      ScanException e =
          assertThrows(ScanException.class, () -> manifest(registry.host() + "/app:1", options));
      assertTrue(e.remedy().orElse("").contains("--ca-file"), e::toString);
    }
  }

  @Test
  void certificateOfAnotherHostIsRefused() throws Exception {
    try (FaultyRegistry registry = tlsRegistry(false)) {
      String host = registry.host().replace("localhost", "127.0.0.1");
      ScanException e =
          assertThrows(ScanException.class, () -> manifest(host + "/app:1", trusting()));
      assertTrue(e.remedy().orElse("").contains("another host"), e::toString);
    }
  }

  @Test
  void offersTheClientCertificate() throws Exception {
    try (FaultyRegistry registry = tlsRegistry(true)) {
      RegistryOptions options =
          options(Optional.of(certificate), Optional.of(certificate), Optional.of(key), Map.of());
      assertArrayEquals(MANIFEST, manifest(registry.host() + "/app:1", options));
    }
  }

  @Test
  void missingClientCertificateIsUnreachable() throws Exception {
    try (FaultyRegistry registry = tlsRegistry(true)) {
      ScanException e =
          assertThrows(ScanException.class, () -> manifest(registry.host() + "/app:1", trusting()));
      assertEquals(ProblemKind.UNREACHABLE, e.kind());
    }
  }

  @Test
  void certificateWithoutKeyIsAConfigurationError() {
    RegistryOptions options =
        options(Optional.empty(), Optional.of(certificate), Optional.empty(), Map.of());
    ScanException e =
        assertThrows(ScanException.class, () -> manifest("registry.example/app", options));
    assertEquals(ProblemKind.CONFIGURATION, e.kind());
  }

  @Test
  void plainServerThatIgnoresTlsGreetingsDoesNotHang() throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start()) {
      registry.putManifest("1", MediaType.OCI_MANIFEST, MANIFEST);
      registry.next("manifests", (request, wire) -> wire.answer(400, ""));
      assertArrayEquals(MANIFEST, manifest(registry.host() + "/app:1", trusting()));
    }
  }

  @Test
  void tunnelsThroughTheProxyWithItsPassword() throws Exception {
    try (FaultyRegistry registry = tlsRegistry(false);
        TunnelingProxy proxy = TunnelingProxy.to(registry.host())) {
      RegistryOptions options =
          options(
              Optional.of(certificate),
              Optional.empty(),
              Optional.empty(),
              Map.of("HTTPS_PROXY", "http://u:p@" + proxy.host()));
      assertArrayEquals(MANIFEST, manifest("registry.example/app:1", options));
      assertEquals(
          List.of(
              "CONNECT registry.example:443 HTTP/1.1",
              "Host: registry.example:443",
              "Proxy-Authorization: Basic dTpw"),
          proxy.head());
    }
  }

  @Test
  void proxyThatRefusesIsNamed() throws Exception {
    try (FaultyRegistry proxy = FaultyRegistry.start()) {
      proxy.always("registry.example", (request, wire) -> wire.answer(407, ""));
      RegistryOptions options =
          options(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of("HTTPS_PROXY", proxy.url()));
      ScanException e =
          assertThrows(ScanException.class, () -> manifest("registry.example/app:1", options));
      assertTrue(e.toString().contains(proxy.url() + " answered with status 407"), e::toString);
      assertTrue(e.remedy().orElse("").contains("password"), e::toString);
    }
  }
}
