package dev.imageprovenance.scanner.oci;

import java.util.List;
import java.util.Locale;

/**
 * Takes out of an image's own words what looks like a secret, so that no report repeats it;
 * stateless. It would rather withhold one too many. One pass, whatever the words are.
 */
public final class Secrets {
  /** What stands where a secret may have been. */
  public static final String WITHHELD = "(withheld)";

  private static final List<String> WORDS =
      List.of("PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "CREDENTIAL", "AUTHORIZATION");

  /** What the keys of well-known services begin with; they need no telling name beside them. */
  private static final List<String> SHAPES =
      List.of(
          "AKIA",
          "ASIA",
          "AIza",
          "ghp_",
          "gho_",
          "ghu_",
          "ghs_",
          "ghr_",
          "github_pat_",
          "glpat-",
          "xoxb-",
          "xoxp-",
          "xoxa-",
          "xoxr-",
          "sk_live_",
          "rk_live_",
          "sk-",
          "npm_",
          "dckr_pat_",
          "hvs.",
          "eyJ");

  private static final int SHORTEST_SHAPED = 20;
  private static final String PRIVATE_KEY = "PRIVATE KEY-----";

  /** Words of an Authorization header that only say what kind of secret follows. */
  private static final List<String> SCHEMES = List.of("BASIC", "BEARER", "DIGEST", "TOKEN");

  private final String text;
  private final boolean hasCurl;
  private final StringBuilder out = new StringBuilder();
  private int copied;

  private Secrets(String text) {
    this.text = text;
    this.hasCurl = text.contains("curl");
  }

  /** True for a name of a variable or label whose value may be a secret. */
  public static boolean isTelling(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.contains("KEY") || upper.endsWith("PASS") || containsWord(upper);
  }

  /** True when {@link #withhold} would take something out. */
  public static boolean areIn(String text) {
    return !withhold(text).equals(text);
  }

  /** {@code text} with every value that looks like a secret replaced. */
  public static String withhold(String text) {
    int key = text.indexOf(PRIVATE_KEY);
    if (key >= 0) {
      int begin = Math.max(text.lastIndexOf("-----BEGIN", key), 0);
      return new Secrets(text.substring(0, begin)).walk() + WITHHELD;
    }
    return new Secrets(text).walk();
  }

  private static boolean containsWord(String upper) {
    for (String word : WORDS) {
      if (upper.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private String walk() {
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("://", at)) {
        at = login(at + 3);
      } else if (isNameChar(text.charAt(at))) {
        at = name(at);
      } else {
        at++;
      }
    }
    return copied == 0 ? text : out.append(text, copied, text.length()).toString();
  }

  /** User and password before the host of an address. */
  private int login(int start) {
    boolean hasColon = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@' && hasColon) {
        return withhold(start, i);
      }
      if (c == '/' || c == '"' || Character.isWhitespace(c)) {
        break;
      }
      hasColon |= c == ':';
    }
    return start;
  }

  private int name(int start) {
    int end = start;
    while (end < text.length() && isNameChar(text.charAt(end))) {
      end++;
    }
    String name = text.substring(start, end);
    if (isShaped(name)) {
      return withhold(start, end);
    }
    String upper = name.toUpperCase(Locale.ROOT);
    if (SCHEMES.contains(upper) && !upper.equals("TOKEN") && !upper.equals("DIGEST")) {
      return valueBehindSpace(end, true);
    }
    if (isOption(name, start) && hasCurl && (name.equals("-u") || name.equals("--user"))) {
      return valueBehindSpace(end, false);
    }
    return isTellingInText(upper) ? valueOf(name, start, end) : end;
  }

  private static boolean isShaped(String name) {
    if (name.length() < SHORTEST_SHAPED) {
      return false;
    }
    for (String shape : SHAPES) {
      if (name.startsWith(shape)) {
        return true;
      }
    }
    return false;
  }

  /** In running text a key is a word of its own: keyboards and monkeys are none. */
  private static boolean isTellingInText(String upper) {
    if (upper.endsWith("PASS") || containsWord(upper)) {
      return true;
    }
    for (int key = upper.indexOf("KEY"); key >= 0; key = upper.indexOf("KEY", key + 1)) {
      int end = key + 3;
      if (end == upper.length() || "_-.".indexOf(upper.charAt(end)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isOption(String name, int start) {
    return name.startsWith("-") && (start == 0 || !isNameChar(text.charAt(start - 1)));
  }

  /** The value behind a telling name: NAME=VALUE, NAME: VALUE, "NAME","VALUE", --NAME VALUE. */
  private int valueOf(String name, int start, int end) {
    int at = skipQuote(end);
    boolean closed = at > end;
    at = skipSpaces(at);
    char separator = at < text.length() ? text.charAt(at) : 0;
    boolean isPath = start > 0 && text.charAt(start - 1) == '/';
    boolean separated = separator == '=' || (separator == ':' && !isPath);
    boolean nextOfList = closed && separator == ',';
    if (separated || nextOfList) {
      return value(skipSpaces(at + 1), nextOfList);
    }
    return isOption(name, start) || isSetBefore(start) ? valueBehindSpace(end, false) : end;
  }

  /** The old form of a Dockerfile's ENV has no equals sign. */
  private boolean isSetBefore(int start) {
    int end = start;
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return end < start && text.startsWith("ENV", end - 3);
  }

  private int valueBehindSpace(int end, boolean mayBeClosed) {
    int at = skipSpaces(end);
    return at > end || (mayBeClosed && at < text.length() && text.charAt(at) == '"')
        ? value(at, true)
        : end;
  }

  /**
   * Withholds the value at {@code start}.
   *
   * @param isWord whether it is only taken for a value when it is no option itself
   */
  private int value(int start, boolean isWord) {
    int from = skipQuote(start);
    boolean quoted = from > start;
    char quote = quoted ? text.charAt(from - 1) : 0;
    int end = from;
    while (end < text.length() && !endsValue(end, quoted, quote)) {
      end++;
    }
    if (end == from || isReference(from) || (isWord && text.charAt(from) == '-')) {
      return Math.max(end, start);
    }
    boolean isScheme = SCHEMES.contains(text.substring(from, end).toUpperCase(Locale.ROOT));
    return isScheme && !quoted ? valueBehindSpace(end, false) : withhold(from, end);
  }

  private boolean endsValue(int at, boolean quoted, char quote) {
    char c = text.charAt(at);
    return quoted
        ? c == quote && text.charAt(at - 1) != '\\'
        : Character.isWhitespace(c) || ",;&|\"')]}<>".indexOf(c) >= 0;
  }

  /** A reference to a variable or to what a command prints is no secret; a hash is. */
  private boolean isReference(int at) {
    char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
    return text.charAt(at) == '$' && (next == '{' || next == '(' || next == '_' || isLetter(next));
  }

  private int withhold(int from, int to) {
    out.append(text, copied, from).append(WITHHELD);
    copied = to;
    return to;
  }

  private int skipSpaces(int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** A quote, which JSON within JSON writes with a backslash. */
  private int skipQuote(int from) {
    int at = from < text.length() && text.charAt(from) == '\\' ? from + 1 : from;
    return at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0 ? at + 1 : from;
  }

  private static boolean isNameChar(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
