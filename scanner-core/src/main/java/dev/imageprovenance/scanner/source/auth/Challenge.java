package dev.imageprovenance.scanner.source.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One way in which a server lets itself be convinced, from WWW-Authenticate (RFC 9110 section
 * 11.6.1); immutable.
 *
 * @param scheme in lower case
 * @param parameters by name in lower case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
  /** Copies the map. */
  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** A parameter that is not blank. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * All challenges in the values of one response's header fields. What cannot be read ends the
   * value it stands in; a parameter that repeats keeps its first value.
   */
  public static List<Challenge> parse(List<String> headerValues) {
    List<Challenge> challenges = new ArrayList<>();
    for (String value : headerValues) {
      new Parser(value).readAll(challenges);
    }
    return List.copyOf(challenges);
  }

  /** Reads one header value from left to right. */
  private static final class Parser {
    private static final int MAX_CHALLENGES = 16;
    private static final int MAX_LENGTH = 16 << 10;

    private final String text;
    private int position;

    Parser(String text) {
      this.text = text.length() > MAX_LENGTH ? "" : text;
    }

    void readAll(List<Challenge> challenges) {
      skipListSeparators();
      while (position < text.length() && challenges.size() < MAX_CHALLENGES) {
        String scheme = token();
        if (scheme.isEmpty()) {
          return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (peek() == ' ' || peek() == '\t') {
          skipBlanks();
          skipToken68();
          readParameters(parameters);
        }
        challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
        skipListSeparators();
      }
    }

    /** Reads parameters up to the next challenge, which begins with a name that no "=" follows. */
    private void readParameters(Map<String, String> parameters) {
      while (position < text.length()) {
        int start = position;
        skipListSeparators();
        String name = token();
        skipBlanks();
        if (name.isEmpty() || peek() != '=') {
          position = start;
          skipListSeparators();
          return;
        }
        position++;
        skipBlanks();
        String value = peek() == '"' ? quoted() : unquoted();
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        skipBlanks();
        if (peek() != ',') {
          return;
        }
      }
    }

    /** Skips credentials in the shape of base64, which stand alone behind a scheme. */
    private void skipToken68() {
      int end = position;
      while (end < text.length() && isToken68(text.charAt(end))) {
        end++;
      }
      int padded = end;
      while (padded < text.length() && text.charAt(padded) == '=') {
        padded++;
      }
      boolean alone = padded == text.length() || text.charAt(padded) == ',';
      boolean isParameterWithoutValue = padded == end + 1 && padded == text.length();
      if (end > position && alone && !isParameterWithoutValue) {
        position = padded;
      }
    }

    private static boolean isToken68(char c) {
      return Character.isLetterOrDigit(c) || "-._~+/".indexOf(c) >= 0;
    }

    private String token() {
      int start = position;
      while (position < text.length() && isTokenCharacter(text.charAt(position))) {
        position++;
      }
      return text.substring(start, position);
    }

    private static boolean isTokenCharacter(char c) {
      return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      position++;
      while (position < text.length() && text.charAt(position) != '"') {
        if (text.charAt(position) == '\\' && position + 1 < text.length()) {
          position++;
        }
        value.append(text.charAt(position++));
      }
      position++;
      return value.toString();
    }

    /** A token, or the URLs that some servers leave without quotes. */
    private String unquoted() {
      int start = position;
      while (position < text.length() && ", \t\"".indexOf(text.charAt(position)) < 0) {
        position++;
      }
      return text.substring(start, position);
    }

    private char peek() {
      return position < text.length() ? text.charAt(position) : '\0';
    }

    private void skipBlanks() {
      while (peek() == ' ' || peek() == '\t') {
        position++;
      }
    }

    private void skipListSeparators() {
      while (peek() == ' ' || peek() == '\t' || peek() == ',') {
        position++;
      }
    }
  }
}
