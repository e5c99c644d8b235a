package dev.imageprovenance.scanner.oci;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the digest that a file's name within an archive claims for the file; stateless. It is a
 * claim of the archive, to be compared with the bytes.
 */
public final class NamedDigest {
  private static final Pattern WITH_ALGORITHM =
      Pattern.compile("(?:.*/)?(sha256|sha512)[:/]([a-f0-9]+)(?:\\.(?:json|tar|tar\\.gz|tgz))?");
  private static final Pattern SHA256_ALONE =
      Pattern.compile("(?:.*/)?([a-f0-9]{64})(?:\\.(?:json|tar|tar\\.gz|tgz))?");

  private NamedDigest() {}

  /**
   * The digest in {@code blobs/sha256/HEX}, {@code sha256:HEX}, {@code HEX.json}, {@code HEX.tar}
   * or {@code HEX.tar.gz}. The identifier in {@code ID/layer.tar} is none.
   */
  public static Optional<Digest> of(String path) {
    Matcher named = WITH_ALGORITHM.matcher(path);
    if (named.matches()) {
      String hex = named.group(2);
      return DigestAlgorithm.ofLabel(named.group(1))
          .filter(algorithm -> hex.length() == algorithm.hexLength())
          .map(algorithm -> new Digest(algorithm.label(), hex));
    }
    Matcher alone = SHA256_ALONE.matcher(path);
    return alone.matches()
        ? Optional.of(new Digest(DigestAlgorithm.SHA256.label(), alone.group(1)))
        : Optional.empty();
  }
}
