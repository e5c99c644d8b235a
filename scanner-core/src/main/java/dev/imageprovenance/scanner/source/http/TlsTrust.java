package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who we are in TLS; thread-safe. Files are read when TLS is first spoken. The
 * client certificate is offered to one host only.
 */
public final class TlsTrust {
  private final Optional<Path> authorities;
  private final Optional<Path> clientCertificate;
  private final Optional<Path> clientKey;
  private final String clientCertificateHost;
  private @Nullable SSLSocketFactory withClientCertificate;
  private @Nullable SSLSocketFactory plain;

  /**
   * Trusts the system's authorities and those of a file.
   *
   * @param clientCertificateHost the only host that is offered the client certificate, as {@link
   *     Origin#host} writes it
   * @throws ScanException of kind CONFIGURATION if one of certificate and key is missing
   */
  public TlsTrust(
      Optional<Path> authorities,
      Optional<Path> clientCertificate,
      Optional<Path> clientKey,
      String clientCertificateHost) {
    if (clientCertificate.isPresent() != clientKey.isPresent()) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          clientKey.isPresent()
              ? "A client key is given without its certificate"
              : "A client certificate is given without its key",
          "Give both, each as a PEM file.",
          null);
    }
    this.authorities = authorities;
    this.clientCertificate = clientCertificate;
    this.clientKey = clientKey;
    this.clientCertificateHost = clientCertificateHost;
  }

  /** Makes sockets that speak TLS to {@code host}. */
  synchronized SSLSocketFactory socketFactory(String host) {
    try {
      if (clientCertificate.isPresent() && host.equals(clientCertificateHost)) {
        if (withClientCertificate == null) {
          withClientCertificate = build(clientKeyManagers());
        }
        return withClientCertificate;
      }
      if (plain == null) {
        plain = build(null);
      }
      return plain;
    } catch (GeneralSecurityException | IOException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "TLS cannot be set up with the given certificates",
          "Check that the client key belongs to the client certificate.",
          e);
    }
  }

  private SSLSocketFactory build(KeyManager @Nullable [] keys)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trustManagers(), null);
    return context.getSocketFactory();
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return null;
    }
    KeyStore anchors = emptyStore();
    int count = 0;
    for (X509Certificate system : systemAuthorities()) {
      anchors.setCertificateEntry("system-" + count++, system);
    }
    for (X509Certificate added : PemFiles.certificates(authorities.get())) {
      anchors.setCertificateEntry("added-" + count++, added);
    }
    return trustManagers(anchors);
  }

  private static List<X509Certificate> systemAuthorities() throws GeneralSecurityException {
    for (TrustManager manager : trustManagers(null)) {
      if (manager instanceof X509TrustManager x509) {
        return List.of(x509.getAcceptedIssuers());
      }
    }
    return List.of();
  }

  private static TrustManager[] trustManagers(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }

  private KeyManager[] clientKeyManagers() throws GeneralSecurityException, IOException {
    PrivateKey key = PemFiles.privateKey(clientKey.orElseThrow());
    X509Certificate[] chain =
        PemFiles.certificates(clientCertificate.orElseThrow()).toArray(new X509Certificate[0]);
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
