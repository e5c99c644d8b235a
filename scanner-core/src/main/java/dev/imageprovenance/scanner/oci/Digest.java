package dev.imageprovenance.scanner.oci;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A content digest, {@code algorithm:encoded} (image-spec descriptor.md, "Digests"); immutable. Any
 * algorithm of the grammar is accepted; only sha256 and sha512 can be computed.
 *
 * @param algorithm the part before the colon
 * @param encoded the part behind it
 */
public record Digest(String algorithm, String encoded) implements Comparable<Digest> {
  private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9]+([+._-][a-z0-9]+)*");
  private static final Pattern ENCODED = Pattern.compile("[a-zA-Z0-9=_-]+");
  private static final Pattern LOWER_HEX = Pattern.compile("[a-f0-9]+");

  /**
   * @throws ScanException of kind MALFORMED if the parts violate the grammar, or the encoded part
   *     is not the lower-case hexadecimal of a known algorithm's length
   */
  public Digest {
    boolean wellFormed =
        algorithm.length() <= 64
            && encoded.length() <= 512
            && ALGORITHM.matcher(algorithm).matches()
            && ENCODED.matcher(encoded).matches();
    String encodedPart = encoded;
    boolean fits =
        DigestAlgorithm.ofLabel(algorithm)
            .map(
                known ->
                    encodedPart.length() == known.hexLength()
                        && LOWER_HEX.matcher(encodedPart).matches())
            .orElse(true);
    if (!wellFormed || !fits) {
      throw new ScanException(
          ProblemKind.MALFORMED,
          "Not a digest: \"" + Text.excerpt(algorithm + ":" + encoded) + "\"");
    }
  }

  /**
   * Parses {@code algorithm:encoded}.
   *
   * @throws ScanException of kind MALFORMED
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new ScanException(
          ProblemKind.MALFORMED, "Not a digest: \"" + Text.excerpt(text) + "\"");
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /**
   * Parses a digest that a person wrote, who is told what one looks like.
   *
   * @throws ScanException of kind USAGE
   */
  public static Digest parseRequested(String text) {
    try {
      return parse(text);
    } catch (ScanException e) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(text) + "\" is not a digest",
          "Digests look like sha256: and 64, or sha512: and 128 hexadecimal digits in lower case.",
          e);
    }
  }

  /** The digest whose hash value is {@code hash}. */
  public static Digest of(DigestAlgorithm algorithm, byte[] hash) {
    return new Digest(algorithm.label(), HexFormat.of().formatHex(hash));
  }

  /** The digest of {@code content}. */
  public static Digest compute(DigestAlgorithm algorithm, byte[] content) {
    return of(algorithm, algorithm.newHasher().digest(content));
  }

  /** The sha256 digest of {@code content}. */
  public static Digest sha256(byte[] content) {
    return compute(DigestAlgorithm.SHA256, content);
  }

  /** The algorithm, if it can be computed here. */
  public Optional<DigestAlgorithm> knownAlgorithm() {
    return DigestAlgorithm.ofLabel(algorithm);
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  // Spelled out: what a record generates would start java.lang.invoke in every short scan.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest that
        && algorithm.equals(that.algorithm)
        && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return 31 * algorithm.hashCode() + encoded.hashCode();
  }

  @Override
  public String toString() {
    return algorithm + ":" + encoded;
  }
}
