package dev.imageprovenance.scanner.source;

import java.util.Collection;
import java.util.List;

/**
 * What a front-end's own settings know about logging in to registries, asked when a registry wants
 * a login; implementations are thread-safe.
 */
public interface RegistryLogins {
  /** Knows nothing. */
  RegistryLogins NONE =
      new RegistryLogins() {
        @Override
        public List<RegistryLogin> of(String registry) {
          return List.of();
        }

        @Override
        public Collection<String> secrets() {
          return List.of();
        }
      };

  /**
   * The ways to log in to {@code registry} (a host, with its port if it has one), the first one to
   * be tried first.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind CONFIGURATION if they cannot
   *     be read
   */
  List<RegistryLogin> of(String registry);

  /** Every password that was given away so far, which must never be told. */
  Collection<String> secrets();
}
