package dev.imageprovenance.scanner.oci;

import java.util.Optional;

/**
 * A registry reference, {@code [host[:port]/]repository[:tag][@digest]}; immutable.
 *
 * @param registry the host as images are named after it ({@code docker.io}), in lower case, with
 *     its port
 * @param repository for example {@code library/debian}
 * @param tag what was written; absent when there is a digest only
 * @param digest what was written
 */
public record Reference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
  /**
   * Parses a reference; without tag and digest the tag is {@code latest}, without a host the
   * registry is docker.io. A first component is a host when it has a dot or a port, is {@code
   * localhost} or an IPv6 address in brackets.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind USAGE that says what is wrong
   */
  public static Reference parse(String text) {
    return new ReferenceParser(text).parse();
  }

  /** The canonical form with registry, for example {@code docker.io/library/debian:12}. */
  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(value -> ":" + value).orElse("")
        + digest.map(value -> "@" + value).orElse("");
  }
}
