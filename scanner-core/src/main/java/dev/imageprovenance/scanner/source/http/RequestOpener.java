package dev.imageprovenance.scanner.source.http;

import com.google.api.client.http.LowLevelHttpRequest;
import java.io.IOException;

/**
 * The narrow door to google-http-client's transports, for example {@code
 * SocketTransport::buildRequest}. It is its low-level interface on purpose: above it URLs are
 * re-encoded, bodies decompressed, redirects followed and User-Agents extended.
 */
@FunctionalInterface
public interface RequestOpener {
  /** A request that has not been sent yet. */
  LowLevelHttpRequest open(String method, String url) throws IOException;
}
