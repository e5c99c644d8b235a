package dev.imageprovenance.scanner.source.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes a partial response holds (RFC 9110 section 14.4); immutable.
 *
 * @param first the first byte's position
 * @param last the last byte's position
 * @param total the size of the whole
 */
record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})", Pattern.CASE_INSENSITIVE);

  /** Parses a range with a known total; anything else is empty. */
  static Optional<ContentRange> parse(String value) {
    Matcher matcher = FORM.matcher(value.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ContentRange(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3))));
  }

  /** True if this is the rest of {@code size} bytes from {@code position} on, or a part of it. */
  boolean continues(long position, long size) {
    return first == position && total == size && last >= first && last < total;
  }
}
