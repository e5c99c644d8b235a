package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ProxySettings;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which proxy leads to an origin, by a front-end's settings, or else by HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY (upper case first) of an environment; immutable. Loopback hosts are never proxied.
 * NO_PROXY holds, separated by commas, {@code *}, addresses, address blocks ({@code 10.0.0.0/8}),
 * hosts (which cover the hosts below them) and {@code .suffixes} (which do not cover themselves),
 * each with or without a port.
 */
public final class ProxyRules {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private final Optional<ProxySettings> settings;
  private final Map<String, String> environment;
  private final List<String> exceptions;

  /** Follows the settings of {@code options}, or else their environment. */
  public static ProxyRules of(RegistryOptions options) {
    return new ProxyRules(options.proxies(), options.environment());
  }

  /** Reads {@code environment}. */
  public ProxyRules(Map<String, String> environment) {
    this(Optional.empty(), environment);
  }

  private ProxyRules(Optional<ProxySettings> settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.exceptions =
        Stream.of(variable("NO_PROXY").orElse("").split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .toList();
  }

  /**
   * A proxy. The password never appears in {@link #toString}.
   *
   * @param origin where it listens
   * @param authorization the value of Proxy-Authorization
   */
  record Proxy(Origin origin, Optional<String> authorization) {
    @Override
    public String toString() {
      return origin.toString();
    }
  }

  /**
   * The proxy that leads to {@code origin}, if one does.
   *
   * @throws ScanException of kind CONFIGURATION if the variable holds no usable proxy
   */
  Optional<Proxy> proxyFor(Origin origin) {
    if (origin.isLoopback()) {
      return Optional.empty();
    }
    if (settings.isPresent()) {
      Optional<ProxySettings.Server> server =
          origin.isSecure() ? settings.get().https() : settings.get().http();
      return server.filter(each -> !isDirect(each, origin)).map(ProxyRules::proxy);
    }
    if (isException(origin)) {
      return Optional.empty();
    }
    String name = origin.isSecure() ? "HTTPS_PROXY" : "HTTP_PROXY";
    return variable(name).map(value -> parse(name, value));
  }

  private static Proxy proxy(ProxySettings.Server server) {
    return new Proxy(
        new Origin("http", server.host(), server.port()),
        server.credentials().map(user -> basicOf(user.username() + ":" + user.password())));
  }

  private static boolean isDirect(ProxySettings.Server server, Origin origin) {
    String host = origin.bareHost().toLowerCase(Locale.ROOT);
    return server.direct().stream()
        .map(glob -> glob.toLowerCase(Locale.ROOT).split("\\*", -1))
        .map(parts -> Stream.of(parts).map(Pattern::quote).collect(Collectors.joining(".*")))
        .anyMatch(host::matches);
  }

  private Optional<String> variable(String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .map(String::strip)
        .findFirst();
  }

  private static Proxy parse(String variable, String value) {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      Origin origin = Origin.of(uri);
      if (uri.getPort() < 0 && !origin.isSecure()) {
        origin = new Origin("http", origin.host(), 80);
      }
      return new Proxy(origin, Optional.ofNullable(uri.getRawUserInfo()).map(ProxyRules::basic));
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Neither the value nor the cause is shown: it may hold a password.
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The environment variable " + variable + " does not hold the URL of a proxy",
          "Write http://[USER:PASSWORD@]HOST:PORT, with special characters of the password percent-encoded;"
              + " SOCKS proxies are not supported.",
          null);
    }
  }

  private static String basic(String rawUserInfo) {
    // A plus sign stands for itself in a URL's user information.
    String userInfo = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return basicOf(userInfo);
  }

  private static String basicOf(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private boolean isException(Origin origin) {
    return exceptions.stream().anyMatch(entry -> covers(entry, origin));
  }

  private static boolean covers(String entry, Origin origin) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return blockContains(entry, origin.bareHost());
    }
    String host = entry;
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon >= 0 && (entry.indexOf(':') == colon || entry.contains("]:"));
    if (hasPort) {
      if (!entry.substring(colon + 1).equals(Integer.toString(origin.port()))) {
        return false;
      }
      host = entry.substring(0, colon);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return hostCovers(host, origin.bareHost());
  }

  private static boolean hostCovers(String entry, String host) {
    Optional<byte[]> address = address(entry);
    if (address.isPresent()) {
      return address(host).filter(other -> Arrays.equals(other, address.get())).isPresent();
    }
    String suffix = entry.startsWith("*.") ? entry.substring(1) : entry;
    return suffix.startsWith(".")
        ? host.endsWith(suffix)
        : host.equals(suffix) || host.endsWith("." + suffix);
  }

  private static boolean blockContains(String block, String host) {
    int slash = block.indexOf('/');
    Optional<byte[]> network = address(block.substring(0, slash));
    Optional<byte[]> address = address(host);
    String bits = block.substring(slash + 1);
    if (network.isEmpty()
        || address.isEmpty()
        || network.get().length != address.get().length
        || !bits.matches("\\d{1,3}")) {
      return false;
    }
    int prefix = Integer.parseInt(bits);
    if (prefix > network.get().length * 8) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((network.get()[bit / 8] ^ address.get()[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of an address literal; names are never looked up. */
  private static Optional<byte[]> address(String text) {
    boolean literal = IPV4.matcher(text).matches() || text.matches("[0-9a-f:.]*:[0-9a-f:.]*");
    if (!literal) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          InetAddress.getByName(text.contains(":") ? "[" + text + "]" : text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
