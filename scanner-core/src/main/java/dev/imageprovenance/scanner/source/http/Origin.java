package dev.imageprovenance.scanner.source.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port: what credentials belong to (RFC 9110 section 4.3.1); immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 address stands in brackets
 * @param port never -1
 */
public record Origin(String scheme, String host, int port) {
  private static final Pattern IPV4_LOOPBACK =
      Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

  /** Short, decimal, hexadecimal and octal 127/8 and 0/8; the same and ::1 and :: within IPv6. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "(127|0+177|0x0*7f)(\\..*)?|0+(\\..*)?|213\\d{7}|214[0-6]\\d{6}|0x0*7f[0-9a-f]{6}"
              + "|\\[[0:]*:0*1]|\\[[0:]+]|\\[[0:]*:ffff:(127\\..*|0\\..*|7f[0-9a-f]{2}:.*|0+:.*)]");

  /**
   * The origin of {@code uri}.
   *
   * @throws IllegalArgumentException if it is neither http nor https, or has no host
   */
  public static Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("neither http nor https, or without a host");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, host.toLowerCase(Locale.ROOT), port);
  }

  // Spelled out: what a record generates would start java.lang.invoke in every short scan.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin that
        && port == that.port
        && scheme.equals(that.scheme)
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  /** True for https. */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** True when the host is written as localhost, 127.0.0.0/8 or ::1; names are not looked up. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  /**
   * True when the host is written in any way that means this machine: more ways than {@link
   * #isLoopback} trusts, for rules that forbid. Names are not looked up.
   */
  public boolean isThisMachine() {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (isLoopback(name) || name.endsWith(".localhost")) {
      return true;
    }
    return THIS_MACHINE.matcher(name).matches();
  }

  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || IPV4_LOOPBACK.matcher(host).matches()
        || host.equals("[::1]")
        || host.equals("[0:0:0:0:0:0:0:1]");
  }

  /** Host and port, without the port where it is the scheme's own. */
  public String hostAndPort() {
    return port == (isSecure() ? 443 : 80) ? host : host + ":" + port;
  }

  /** The host as socket classes want it, without brackets. */
  String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return scheme + "://" + hostAndPort();
  }
}
