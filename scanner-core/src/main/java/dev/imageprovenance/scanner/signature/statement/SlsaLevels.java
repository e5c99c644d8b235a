package dev.imageprovenance.scanner.signature.statement;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders SLSA's levels within their tracks; stateless. */
final class SlsaLevels {
  private static final Pattern LEVEL = Pattern.compile("SLSA_([A-Z]{1,32})_LEVEL_([0-9]{1,4})");

  private SlsaLevels() {}

  /** True if whoever reached {@code reached} has reached {@code required} too. */
  static boolean includes(String reached, String required) {
    Matcher mine = LEVEL.matcher(reached);
    Matcher theirs = LEVEL.matcher(required);
    if (mine.matches() && theirs.matches() && mine.group(1).equals(theirs.group(1))) {
      return Integer.parseInt(mine.group(2)) >= Integer.parseInt(theirs.group(2));
    }
    return reached.equals(required);
  }
}
