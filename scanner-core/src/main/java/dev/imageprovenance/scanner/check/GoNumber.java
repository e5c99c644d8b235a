package dev.imageprovenance.scanner.check;

/**
 * A text as Go's {@code strconv.Atoi} reads it on 64 bits, which is how engines read user and group
 * numbers; immutable.
 *
 * @param kind what became of it
 * @param value what a caller that ignores the error goes on with: 0 when it is no number, the
 *     nearest 64-bit number when it is out of range
 * @param signed true when it begins with a sign
 */
record GoNumber(Kind kind, long value, boolean signed) {
  private static final long UINT32_MASK = 0xFFFF_FFFFL;

  /** What became of a text. */
  enum Kind {
    NUMBER,
    NOT_A_NUMBER,
    /** Digits, but beyond 64 bits. */
    OUT_OF_RANGE
  }

  /** Reads ASCII digits with an optional sign; anything else is no number. */
  static GoNumber parse(String text) {
    boolean signed = text.startsWith("+") || text.startsWith("-");
    boolean negative = text.startsWith("-");
    int first = signed ? 1 : 0;
    if (!isDigits(text, first)) {
      return new GoNumber(Kind.NOT_A_NUMBER, 0, signed);
    }
    // Negative accumulation: its range is larger by one.
    long value = 0;
    for (int i = first; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (value < (Long.MIN_VALUE + digit) / 10) {
        return outOfRange(negative, signed);
      }
      value = value * 10 - digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      return outOfRange(false, signed);
    }
    return new GoNumber(Kind.NUMBER, negative ? value : -value, signed);
  }

  private static boolean isDigits(String text, int first) {
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return first < text.length();
  }

  private static GoNumber outOfRange(boolean negative, boolean signed) {
    return new GoNumber(Kind.OUT_OF_RANGE, negative ? Long.MIN_VALUE : Long.MAX_VALUE, signed);
  }

  boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /** True for a number that every engine and Kubernetes take for a uid or gid: 0 to 2^31-1. */
  boolean isIdentifier() {
    return isNumber() && value >= 0 && value <= Integer.MAX_VALUE;
  }

  /** The unsigned 32-bit number that is left when an engine hands the value to the kernel. */
  long wrapped() {
    return value & UINT32_MASK;
  }
}
