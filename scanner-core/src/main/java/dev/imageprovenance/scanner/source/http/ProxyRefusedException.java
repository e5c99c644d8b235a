package dev.imageprovenance.scanner.source.http;

import java.io.IOException;

/** A proxy did not open the way to a host. */
final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProxyRefusedException(Origin proxy, int status) {
    super("the proxy " + proxy + " answered with status " + status);
    this.status = status;
  }

  boolean wantsCredentials() {
    return status == 407;
  }
}
