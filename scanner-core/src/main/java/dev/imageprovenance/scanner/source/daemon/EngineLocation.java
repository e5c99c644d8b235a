package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.source.http.Origin;
import java.nio.file.Path;
import java.util.Optional;

/** Where an engine listens; all kinds are immutable. */
sealed interface EngineLocation {
  /** As engines' users write it. */
  String url();

  /** A unix domain socket. */
  record UnixSocket(Path path) implements EngineLocation {
    @Override
    public String url() {
      return "unix://" + path;
    }
  }

  /**
   * TCP, with TLS or to this machine.
   *
   * @param tls the certificates, present when the origin is https
   */
  record Tcp(Origin origin, Optional<TlsFiles> tls) implements EngineLocation {
    @Override
    public String url() {
      return "tcp://" + origin.host() + ":" + origin.port();
    }
  }

  /** PEM files of TLS. */
  record TlsFiles(Path authorities, Path certificate, Path key) {
    /** The files of Docker's naming in {@code directory}. */
    static TlsFiles in(Path directory) {
      return new TlsFiles(
          directory.resolve("ca.pem"), directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }
  }
}
