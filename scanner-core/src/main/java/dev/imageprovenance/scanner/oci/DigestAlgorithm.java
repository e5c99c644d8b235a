package dev.imageprovenance.scanner.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The digest algorithms that can be computed here (image-spec descriptor.md, "Registered
 * algorithms").
 */
public enum DigestAlgorithm {
  SHA256("sha256", "SHA-256", 64),
  SHA512("sha512", "SHA-512", 128);

  private final String label;
  private final String jcaName;
  private final int hexLength;

  DigestAlgorithm(String label, String jcaName, int hexLength) {
    this.label = label;
    this.jcaName = jcaName;
    this.hexLength = hexLength;
  }

  /** The name before the colon of a digest. */
  public String label() {
    return label;
  }

  /** Characters of the encoded part. */
  public int hexLength() {
    return hexLength;
  }

  /** A fresh hasher; not thread-safe. */
  public MessageDigest newHasher() {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime lacks " + jcaName, e);
    }
  }

  /** The algorithm of that label, if it can be computed here. */
  public static Optional<DigestAlgorithm> ofLabel(String label) {
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.label.equals(label)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
