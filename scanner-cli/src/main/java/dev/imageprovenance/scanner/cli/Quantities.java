package dev.imageprovenance.scanner.cli;

import java.time.Duration;
import java.util.Locale;

/** Reads durations and sizes as people write them; stateless. */
final class Quantities {
  private static final int MAX_DIGITS = 12;
  private static final String DURATION = "a duration such as 500ms, 30s, 2m or 1h";
  private static final String SIZE = "a size such as 500MB or 1GiB";

  private Quantities() {}

  /**
   * A positive duration: a number with ms, s, m or h, seconds without unit.
   *
   * @param option the option that it is the value of, for the message
   * @throws IllegalArgumentException with what was expected
   */
  static Duration duration(String option, String text) {
    String unit = unit(text);
    long number = number(option, text, unit, DURATION);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "", "s" -> Duration.ofSeconds(number);
      case "m", "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> throw notA(option, DURATION, text);
    };
  }

  /**
   * A positive number of bytes: a number with kB, MB, GB (powers of 1000) or KiB, MiB, GiB (powers
   * of 1024), bytes without unit.
   *
   * @param option the option that it is the value of, for the message
   * @throws IllegalArgumentException with what was expected
   */
  static long bytes(String option, String text) {
    String unit = unit(text);
    long number = number(option, text, unit, SIZE);
    long factor =
        switch (unit) {
          case "", "b" -> 1L;
          case "k", "kb" -> 1_000L;
          case "m", "mb" -> 1_000_000L;
          case "g", "gb" -> 1_000_000_000L;
          case "t", "tb" -> 1_000_000_000_000L;
          case "ki", "kib" -> 1L << 10;
          case "mi", "mib" -> 1L << 20;
          case "gi", "gib" -> 1L << 30;
          case "ti", "tib" -> 1L << 40;
          default -> throw notA(option, SIZE, text);
        };
    if (number > Long.MAX_VALUE / factor) {
      throw notA(option, SIZE, text);
    }
    return number * factor;
  }

  private static String unit(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(end).toLowerCase(Locale.ROOT);
  }

  private static long number(String option, String text, String unit, String expected) {
    String digits = text.substring(0, text.length() - unit.length()).strip();
    boolean isNumber = !digits.isEmpty() && digits.length() <= MAX_DIGITS;
    for (int i = 0; i < digits.length(); i++) {
      isNumber &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    long number = isNumber ? Long.parseLong(digits) : 0;
    if (number == 0) {
      throw notA(option, expected, text);
    }
    return number;
  }

  private static IllegalArgumentException notA(String option, String expected, String text) {
    return new IllegalArgumentException(option + " " + text + ": write " + expected);
  }
}
