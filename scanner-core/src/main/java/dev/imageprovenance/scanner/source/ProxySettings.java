package dev.imageprovenance.scanner.source;

import java.util.List;
import java.util.Optional;

/**
 * Proxies that a front-end's own settings name, in place of those of the environment; immutable.
 * Loopback hosts are never proxied.
 *
 * @param http leads to http origins
 * @param https leads to https origins
 */
public record ProxySettings(Optional<Server> http, Optional<Server> https) {
  /**
   * A proxy that is spoken to over http; the password never appears in {@link #toString}.
   *
   * @param host its name or address
   * @param port where it listens
   * @param credentials what it wants to see
   * @param direct hosts that are asked without it, where {@code *} stands for any characters
   */
  public record Server(
      String host,
      int port,
      Optional<RegistryOptions.Credentials> credentials,
      List<String> direct) {
    /** Copies the list. */
    public Server {
      direct = List.copyOf(direct);
    }
  }
}
