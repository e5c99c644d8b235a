package dev.imageprovenance.testimages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as OCI documents spell them; stateless. */
public final class Digests {
  private Digests() {}

  /** {@code sha256:} and the hash of the bytes in lower-case hexadecimal. */
  public static String sha256(byte[] bytes) {
    return of("sha256", bytes);
  }

  /**
   * The algorithm's OCI name, a colon and the hash of the bytes in lower-case hexadecimal.
   *
   * @param algorithm {@code sha256}, {@code sha512} or {@code sha384}
   */
  public static String of(String algorithm, byte[] bytes) {
    return spelled(algorithm, messageDigest(algorithm).digest(bytes));
  }

  /** The part behind the colon. */
  public static String encoded(String digest) {
    return digest.substring(digest.indexOf(':') + 1);
  }

  static String spelled(String algorithm, byte[] hash) {
    return algorithm + ":" + HexFormat.of().formatHex(hash);
  }

  static MessageDigest messageDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("no such digest algorithm: " + algorithm, e);
    }
  }
}
