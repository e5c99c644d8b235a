package dev.imageprovenance.testimages;

import java.security.MessageDigest;

/** Ways to make bytes or digests wrong; stateless. */
public final class Corruption {
  private Corruption() {}

  /** The bytes with one bit changed. */
  public static byte[] flipped(byte[] bytes, int position) {
    byte[] changed = bytes.clone();
    changed[position] ^= 1;
    return changed;
  }

  /** A digest that differs in its first digit and is as well-formed as before. */
  public static String otherDigest(String digest) {
    int first = digest.indexOf(':') + 1;
    char other = digest.charAt(first) == '0' ? '1' : '0';
    return digest.substring(0, first) + other + digest.substring(first + 1);
  }

  /** The sha256 digest of bytes with many zeros between them, which are not held in memory. */
  static String digestOfZeros(byte[] head, int zeros, byte[] tail) {
    MessageDigest hash = Digests.messageDigest("sha256");
    hash.update(head);
    byte[] block = new byte[1 << 16];
    for (int left = zeros; left > 0; left -= block.length) {
      hash.update(block, 0, Math.min(left, block.length));
    }
    hash.update(tail);
    return Digests.spelled("sha256", hash.digest());
  }
}
