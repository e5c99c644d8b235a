package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.http.HttpCall;
import dev.imageprovenance.scanner.source.http.HttpReply;
import dev.imageprovenance.scanner.source.http.HttpSender;
import dev.imageprovenance.scanner.source.http.Origin;
import dev.imageprovenance.scanner.source.http.ProxyRules;
import dev.imageprovenance.scanner.source.http.SocketTransport;
import dev.imageprovenance.scanner.source.http.Timing;
import dev.imageprovenance.scanner.source.http.TlsTrust;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Reads short documents that are no images from web servers; thread-safe. Certificate authorities,
 * proxies and times are those of registries, but nobody is shown credentials or a certificate: what
 * is read is public, and its reader compares its digest.
 */
public final class WebDocuments {
  private static final String USER_AGENT = "image-provenance-scanner";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final RegistryOptions options;
  private final ScanContext context;

  /** Asks nothing yet. */
  public WebDocuments(RegistryOptions options, ScanContext context) {
    this.options = options;
    this.context = context;
  }

  /**
   * The bytes that the URL leads to.
   *
   * @param url https, or http to this machine or where plain http is allowed
   * @param maxBytes more than so many are an error
   * @throws ScanException of kind USAGE (no such URL), NOT_FOUND, UNAUTHORIZED, UNREACHABLE, LIMIT,
   *     CONFIGURATION or CANCELLED
   */
  public byte[] read(URI url, int maxBytes) {
    boolean isWeb =
        "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    if (!isWeb || url.getHost() == null) {
      throw new ScanException(
          ProblemKind.USAGE,
          "Not a web address: " + Text.excerpt(url.toString()),
          "Write an address that begins with https://.",
          null);
    }
    TlsTrust trust =
        new TlsTrust(options.caCertificates(), Optional.empty(), Optional.empty(), url.getHost());
    try (SocketTransport transport =
        new SocketTransport(
            trust, ProxyRules.of(options), options.plainHttp(), options.readTimeout())) {
      context.cancellation().register(transport);
      HttpSender sender =
          new HttpSender(
              transport::buildRequest,
              new HttpSender.Settings(
                  options.plainHttp(), USER_AGENT, options.connectTimeout(), options.readTimeout()),
              context,
              Timing.SYSTEM);
      HttpCall call = HttpCall.get(url, options.deadline());
      try {
        return sender.read(() -> sender.open(call), reply -> content(reply, maxBytes));
      } finally {
        context.cancellation().unregister(transport);
      }
    }
  }

  private static byte[] content(HttpReply reply, int maxBytes) throws IOException {
    String place = Text.excerpt(Origin.of(reply.uri()) + reply.uri().getRawPath());
    if (reply.status() != OK) {
      throw new ScanException(
          kind(reply.status()),
          "Reading " + place + " failed: status " + reply.status(),
          "Correct the address, or ask its operator; it must be readable without credentials.",
          null);
    }
    byte[] content = reply.readAtMost(maxBytes);
    if (content.length > maxBytes) {
      throw new ScanException(ProblemKind.LIMIT, place + " is longer than " + maxBytes + " bytes");
    }
    return content;
  }

  private static ProblemKind kind(int status) {
    return switch (status) {
      case NOT_FOUND -> ProblemKind.NOT_FOUND;
      case 401, 403 -> ProblemKind.UNAUTHORIZED;
      default -> ProblemKind.UNREACHABLE;
    };
  }
}
