package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.signature.statement.Resource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the name of an image out of a material of a build, as BuildKit and other builders write it
 * (package URLs of the types docker and oci, {@code docker-image://}, {@code oci://}); stateless.
 */
final class MaterialName {
  private static final String DOCKER = "pkg:docker/";
  private static final String OCI = "pkg:oci/";
  private static final List<String> SCHEMES = List.of("docker-image://", "oci://");

  private MaterialName() {}

  /** What is named; empty for what is no image, such as a source repository. */
  static Optional<Statement> of(Resource material) {
    String uri = material.uri();
    String digest = digest(material);
    try {
      if (uri.startsWith(DOCKER)) {
        return Optional.of(docker(Purl.parse(uri.substring(DOCKER.length())), digest));
      }
      if (uri.startsWith(OCI)) {
        return Optional.of(oci(Purl.parse(uri.substring(OCI.length())), digest));
      }
      for (String scheme : SCHEMES) {
        if (uri.startsWith(scheme)) {
          return Optional.of(named(uri.substring(scheme.length()), digest));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Statement.Unusable(uri, "it is no package URL"));
    }
  }

  /** The digest that stands beside the name, in an algorithm that can be computed here. */
  private static String digest(Resource material) {
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      String hex = material.digests().getOrDefault(algorithm.label(), "");
      if (!hex.isEmpty()) {
        return algorithm.label() + ":" + hex;
      }
    }
    return "";
  }

  private static Statement docker(Purl purl, String beside) {
    String inName = purl.qualifiers().getOrDefault("digest", "");
    boolean isDigest = purl.version().contains(":");
    String digest = !beside.isEmpty() ? beside : isDigest ? purl.version() : inName;
    String tag = purl.version().isEmpty() || isDigest ? "" : ":" + purl.version();
    return named(purl.name() + tag, digest);
  }

  private static Statement oci(Purl purl, String beside) {
    String repository = purl.qualifiers().getOrDefault("repository_url", purl.name());
    String tag = purl.qualifiers().getOrDefault("tag", "");
    String digest = beside.isEmpty() ? purl.version() : beside;
    return named(repository + (tag.isEmpty() ? "" : ":" + tag), digest);
  }

  private static Statement named(String name, String digest) {
    int at = name.indexOf('@');
    return at < 0 || digest.isEmpty()
        ? BaseClaims.named(name, digest)
        : BaseClaims.named(name.substring(0, at), digest);
  }

  /**
   * A package URL behind its type.
   *
   * @param name with its namespace
   * @param version empty when absent
   * @param qualifiers by name
   */
  private record Purl(String name, String version, Map<String, String> qualifiers) {
    /**
     * @throws IllegalArgumentException if it is badly encoded
     */
    static Purl parse(String text) {
      int hash = text.indexOf('#');
      String whole = hash < 0 ? text : text.substring(0, hash);
      int question = whole.indexOf('?');
      String path = question < 0 ? whole : whole.substring(0, question);
      Map<String, String> qualifiers = new HashMap<>();
      if (question >= 0) {
        for (String pair : whole.substring(question + 1).split("&", -1)) {
          int equals = pair.indexOf('=');
          if (equals > 0) {
            qualifiers.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
          }
        }
      }
      int at = path.lastIndexOf('@');
      return at < 0
          ? new Purl(decoded(path), "", qualifiers)
          : new Purl(decoded(path.substring(0, at)), decoded(path.substring(at + 1)), qualifiers);
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
