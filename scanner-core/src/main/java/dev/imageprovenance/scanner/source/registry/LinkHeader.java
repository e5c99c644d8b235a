package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the next page in Link header fields (RFC 8288); stateless. */
final class LinkHeader {
  private static final int MAX_LENGTH = 32 << 10;
  private static final Pattern LINK =
      Pattern.compile(
          "<([^>]*+)>((?:\\s*+;\\s*+[^;,=\\s]++(?:\\s*+=\\s*+(?:\"[^\"]*+\"|[^;,\\s]*+))?+)*+)");
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*+([^;,=\\s]++)(?:\\s*+=\\s*+(?:\"([^\"]*+)\"|([^;,\\s]*+)))?+");

  private static final Pattern BETWEEN = Pattern.compile("[\\s,;]*+");

  private LinkHeader() {}

  /**
   * The target of the first link whose relation is {@code next}, as written.
   *
   * @throws ScanException MALFORMED if there is none and a field cannot be read, because a list
   *     without its next page looks like a whole one
   */
  static Optional<String> next(List<String> values) {
    boolean areRead = true;
    for (String value : values) {
      Matcher link = LINK.matcher(value.length() > MAX_LENGTH ? "" : value);
      while (link.find()) {
        if (isNext(relations(link.group(2)))) {
          return Optional.of(link.group(1));
        }
      }
      areRead &= value.length() <= MAX_LENGTH && BETWEEN.matcher(link.replaceAll("")).matches();
    }
    if (!areRead) {
      throw new ScanException(
          ProblemKind.MALFORMED,
          "The registry's header Link cannot be read, so that there may be a next page");
    }
    return Optional.empty();
  }

  /** The value of the first parameter {@code rel}, or nothing. */
  private static String relations(String parameters) {
    Matcher parameter = PARAMETER.matcher(parameters);
    while (parameter.find()) {
      if (parameter.group(1).equalsIgnoreCase("rel")) {
        return Stream.of(2, 3)
            .map(parameter::group)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
      }
    }
    return "";
  }

  private static boolean isNext(String relations) {
    return List.of(relations.toLowerCase(Locale.ROOT).split("\\s+")).contains("next");
  }
}
