package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.problem.ScanException;
import java.net.URI;

/** Brings the policy that a URL leads to; implementations are thread-safe. */
@FunctionalInterface
public interface PolicyFetcher {
  /**
   * The bytes behind the URL. The caller compares their digest.
   *
   * @param maxBytes more than so many are not read
   * @throws ScanException if they cannot be had
   */
  byte[] fetch(URI url, int maxBytes);
}
