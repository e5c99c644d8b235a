package dev.imageprovenance.scanner.signature.trust;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Looks at the two numbers of an ECDSA signature (RFC 3279 section 2.2.3); stateless. A number that
 * is 0 fits every message in Java runtimes that do not look (CVE-2022-21449).
 */
final class EcdsaNumbers {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private EcdsaNumbers() {}

  /** True for two numbers from 1 to {@code order} - 1 in DER, and nothing else. */
  static boolean areInRange(byte[] der, BigInteger order) {
    try {
      int[] position = {0};
      int length = enter(der, SEQUENCE, position);
      if (position[0] + length != der.length) {
        return false;
      }
      BigInteger r = integer(der, position);
      BigInteger s = integer(der, position);
      return isInRange(r, order) && isInRange(s, order) && position[0] == der.length;
    } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
      return false;
    }
  }

  private static boolean isInRange(BigInteger number, BigInteger order) {
    return number.signum() > 0 && number.compareTo(order) < 0;
  }

  private static BigInteger integer(byte[] der, int[] position) {
    int length = enter(der, INTEGER, position);
    int start = position[0];
    if (length > der.length - start) {
      return BigInteger.ZERO;
    }
    position[0] += length;
    return new BigInteger(Arrays.copyOfRange(der, start, position[0]));
  }

  /** The length of the value at the position, which is moved to its first byte. */
  private static int enter(byte[] der, int tag, int[] position) {
    if (der[position[0]++] != tag) {
      throw new NumberFormatException("another tag");
    }
    int length = der[position[0]++] & 0xff;
    if (length == 0x81) {
      return der[position[0]++] & 0xff;
    }
    if (length >= 0x80) {
      throw new NumberFormatException("longer than any signature");
    }
    return length;
  }
}
