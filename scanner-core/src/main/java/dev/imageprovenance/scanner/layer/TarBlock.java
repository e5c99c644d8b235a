package dev.imageprovenance.scanner.layer;

import java.util.Arrays;

/**
 * The fields of one 512-byte tar header block (POSIX ustar, V7, star and GNU layouts), read as the
 * engines' tar library reads them; a view on an array that its owner must not change meanwhile.
 */
final class TarBlock {
  static final int SIZE = 512;

  private static final byte[] MAGIC_USTAR = {'u', 's', 't', 'a', 'r', 0};
  private static final byte[] MAGIC_GNU = {'u', 's', 't', 'a', 'r', ' ', ' ', 0};
  private static final byte[] TRAILER_STAR = {'t', 'a', 'r', 0};
  private static final byte[] ZEROS = new byte[SIZE];

  /** Which fields there are behind those of Version 7. */
  enum Format {
    V7,
    USTAR,
    STAR,
    GNU
  }

  /** Says which field cannot be read; its caller knows where. */
  static final class FieldException extends Exception {
    private static final long serialVersionUID = 1L;

    FieldException(String message) {
      super(message);
    }
  }

  private final byte[] bytes;

  TarBlock(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isZero() {
    return Arrays.equals(bytes, ZEROS);
  }

  /** Old writers summed signed bytes, so either sum is right. */
  boolean checksumHolds() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < SIZE; i++) {
      byte value = i >= 148 && i < 156 ? (byte) ' ' : bytes[i];
      unsigned += value & 0xFF;
      signed += value;
    }
    try {
      long stored = octal("checksum", 148, 8);
      return stored == unsigned || stored == signed;
    } catch (FieldException e) {
      return false;
    }
  }

  Format format() {
    if (matches(257, MAGIC_USTAR)) {
      return matches(508, TRAILER_STAR) ? Format.STAR : Format.USTAR;
    }
    return matches(257, MAGIC_GNU) ? Format.GNU : Format.V7;
  }

  char type() {
    return (char) (bytes[156] & 0xFF);
  }

  /** The name with its prefix, if the format has one. */
  byte[] name() {
    byte[] name = text(0, 100);
    byte[] prefix = prefix();
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  byte[] linkName() {
    return text(157, 100);
  }

  long mode() throws FieldException {
    return number("mode", 100, 8);
  }

  long uid() throws FieldException {
    return number("uid", 108, 8);
  }

  long gid() throws FieldException {
    return number("gid", 116, 8);
  }

  long size() throws FieldException {
    return number("size", 124, 12);
  }

  long modifiedSeconds() throws FieldException {
    return number("mtime", 136, 12);
  }

  long major() throws FieldException {
    return format() == Format.V7 ? 0 : number("devmajor", 329, 8);
  }

  long minor() throws FieldException {
    return format() == Format.V7 ? 0 : number("devminor", 337, 8);
  }

  /** The expanded size of a file in GNU's old sparse form. */
  long sparseRealSize() throws FieldException {
    return number("realsize", 483, 12);
  }

  /**
   * Number {@code index} of a table of offsets or lengths, 12 bytes each, from {@code tableStart}.
   */
  long sparseNumber(int tableStart, int index) throws FieldException {
    return number("sparse map", tableStart + 12 * index, 12);
  }

  int byteAt(int offset) {
    return bytes[offset] & 0xFF;
  }

  private byte[] prefix() {
    return switch (format()) {
      case V7 -> new byte[0];
      case USTAR -> text(345, 155);
      case STAR -> text(345, 131);
      case GNU -> prefixOfBrokenGnuWriter();
    };
  }

  /**
   * GNU headers have times where ustar has the prefix. Early Go (before 1.8) wrote a prefix there
   * all the same; Go's reader, and so every engine, still reads it back when the times are none.
   */
  private byte[] prefixOfBrokenGnuWriter() {
    if (isTimeOrUnset("atime", 345) && isTimeOrUnset("ctime", 357)) {
      return new byte[0];
    }
    byte[] prefix = text(345, 155);
    for (byte b : prefix) {
      if (b < 0) {
        return new byte[0];
      }
    }
    return prefix;
  }

  private boolean isTimeOrUnset(String field, int offset) {
    if (bytes[offset] == 0) {
      return true;
    }
    try {
      number(field, offset, 12);
      return true;
    } catch (FieldException e) {
      return false;
    }
  }

  private byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(bytes, offset, end);
  }

  private long number(String field, int offset, int length) throws FieldException {
    return bytes[offset] < 0 ? binary(field, offset, length) : octal(field, offset, length);
  }

  /** GNU's base-256: big-endian two's complement behind the top bit. */
  private long binary(String field, int offset, int length) throws FieldException {
    boolean negative = (bytes[offset] & 0x40) != 0;
    int invert = negative ? 0xFF : 0;
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = (bytes[offset + i] & 0xFF) ^ invert;
      if (i == 0) {
        digit &= 0x7F;
      }
      if (value >>> 55 != 0) {
        throw new FieldException("the binary " + field + " has more than 63 bits");
      }
      value = value << 8 | digit;
    }
    return negative ? ~value : value;
  }

  private long octal(String field, int offset, int length) throws FieldException {
    int start = offset;
    int end = offset + length;
    while (start < end && isPadding(bytes[start])) {
      start++;
    }
    long value = 0;
    int i = start;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '7') {
      value = value << 3 | bytes[i] - '0';
      i++;
    }
    // What stands behind a NUL is no part of the number; behind a space only padding may stand.
    if (i < end && bytes[i] != 0) {
      int digitsEnd = i;
      while (i < end && isPadding(bytes[i])) {
        i++;
      }
      if (digitsEnd == i || i < end) {
        throw new FieldException("the " + field + " is no octal number");
      }
    }
    return value;
  }

  private static boolean isPadding(byte b) {
    return b == ' ' || b == 0;
  }

  private boolean matches(int offset, byte[] expected) {
    return Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
  }
}
