package dev.imageprovenance.scanner.integration;

/** Skopeo, which copies images between forms; stateless. */
final class Skopeo {
  private Skopeo() {}

  /** Copies from a plain-http registry on loopback, or from files. */
  static void copy(String from, String to, String... options) {
    Command.of("skopeo", "--insecure-policy", "copy", "--quiet", "--src-tls-verify=false")
        .and("--dest-tls-verify=false")
        .and(options)
        .and(from, to)
        .output();
  }

  /** The raw manifest of an image. */
  static String rawManifest(String reference) {
    return Command.of(
            "skopeo", "--insecure-policy", "inspect", "--raw", "--tls-verify=false", reference)
        .output();
  }
}
