package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Puts failures of connections into words and tells which may pass; stateless. */
final class TransportProblems {
  private TransportProblems() {}

  /**
   * True if another try may help.
   *
   * @param answeredBefore whether the host has answered anything in this scan
   */
  static boolean mayPass(IOException failure, boolean answeredBefore) {
    if (failure instanceof UnknownHostException
        || failure instanceof ProtocolException
        || failure instanceof ProxyRefusedException) {
      return false;
    }
    if (isConnectFailure(failure)) {
      return answeredBefore;
    }
    return !(failure instanceof SSLException) || brokeOff(failure);
  }

  private static boolean isConnectFailure(IOException failure) {
    return failure instanceof ConnectException || failure instanceof NoRouteToHostException;
  }

  private static boolean brokeOff(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException
          || cause instanceof SocketException
          || cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** The failure of {@code call} for good. */
  static ScanException unreachable(HttpCall call, IOException failure, String tries) {
    Origin origin = Origin.of(call.uri());
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "Cannot reach " + origin + tries + ": " + describe(failure),
        remedy(origin, failure),
        failure);
  }

  /** A few words on {@code failure}. */
  static String describe(IOException failure) {
    if (failure instanceof UnknownHostException) {
      // The host is a redirect's or the proxy's as often as the registry's own.
      return "no address is known for " + message(failure).split(": ", 2)[0];
    }
    if (failure instanceof SocketTimeoutException) {
      return "it sent nothing in time (" + message(failure) + ")";
    }
    if (failure instanceof SSLException) {
      return "TLS failed (" + message(failure) + ")";
    }
    return message(failure);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return Text.excerpt(message == null ? failure.getClass().getSimpleName() : message);
  }

  private static String remedy(Origin origin, IOException failure) {
    if (failure instanceof TooSlowException) {
      return TooSlowException.REMEDY;
    }
    if (failure instanceof ProxyRefusedException refused) {
      return refused.wantsCredentials()
          ? "Put a user and password into the proxy's URL in HTTPS_PROXY."
          : "Check HTTPS_PROXY and NO_PROXY.";
    }
    if (failure instanceof UnknownHostException) {
      return "Check the name, this machine's DNS, and whether HTTPS_PROXY is needed.";
    }
    if (failure instanceof SSLException) {
      return tlsRemedy(failure);
    }
    if (failure instanceof ProtocolException && !origin.isSecure()) {
      return "It may speak https only.";
    }
    return "Check host and port, the network, and the proxy settings (HTTPS_PROXY, NO_PROXY).";
  }

  private static String tlsRemedy(IOException failure) {
    String all = messages(failure).toLowerCase(Locale.ROOT);
    if (all.contains("unsupported or unrecognized ssl message")) {
      return "If the registry speaks plain http, allow that with --plain-http.";
    }
    if (all.contains("no subject alternative") || all.contains("no name matching")) {
      return "The certificate is for another host: use the name that it was made for.";
    }
    if (hasCause(failure, CertificateException.class) || all.contains("path building failed")) {
      return "If the registry has a certificate of a private authority, name that authority's PEM"
          + " file with --ca-file.";
    }
    if (all.contains("certificate_required") || all.contains("bad_certificate")) {
      return "The registry wants a client certificate that it knows.";
    }
    return "If the registry speaks plain http, use --plain-http; if its certificate is of a private"
        + " authority, use --ca-file.";
  }

  private static String messages(Throwable failure) {
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.append(cause.getMessage()).append('\n');
    }
    return messages.toString();
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
