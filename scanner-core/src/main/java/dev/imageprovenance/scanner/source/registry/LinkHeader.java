package dev.imageprovenance.scanner.source.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the next page in Link header fields (RFC 8288); stateless. */
final class LinkHeader {
  private static final int MAX_LENGTH = 32 << 10;
  private static final Pattern LINK =
      Pattern.compile(
          "<([^>]*+)>((?:\\s*+;\\s*+[^;,=\\s]++(?:\\s*+=\\s*+(?:\"[^\"]*+\"|[^;,\\s]*+))?+)*+)");
  private static final Pattern REL =
      Pattern.compile(
          ";\\s*+rel\\s*+=\\s*+(?:\"([^\"]*+)\"|([^;,\\s]*+))", Pattern.CASE_INSENSITIVE);

  private LinkHeader() {}

  /** The target of the first link whose relation is {@code next}, as written. */
  static Optional<String> next(List<String> values) {
    for (String value : values) {
      Matcher link = LINK.matcher(value.length() > MAX_LENGTH ? "" : value);
      while (link.find()) {
        Matcher rel = REL.matcher(link.group(2));
        if (rel.find() && isNext(rel.group(1) == null ? rel.group(2) : rel.group(1))) {
          return Optional.of(link.group(1));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isNext(String relations) {
    return List.of(relations.toLowerCase(Locale.ROOT).split("\\s+")).contains("next");
  }
}
