package dev.imageprovenance.scanner.policy.imported;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads files of one rule a line, as dockle and trivy have them: {@code #} begins a comment, {@code
 * exp:2027-01-31} names the day after which trivy looks again. A comment above a rule is taken for
 * its reason. Stateless.
 */
final class IgnoreLines {
  private static final String EXPIRY = "exp:";

  private IgnoreLines() {}

  static List<IgnoredRule> read(byte[] content) {
    List<IgnoredRule> rules = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      String text = line.strip();
      if (text.startsWith("#")) {
        comments.add(text.substring(1).strip());
        continue;
      }
      int hash = text.indexOf('#');
      if (hash >= 0) {
        comments.add(text.substring(hash + 1).strip());
        text = text.substring(0, hash).strip();
      }
      if (!text.isEmpty()) {
        rules.add(rule(text, comments));
      }
      comments.clear();
    }
    return rules;
  }

  private static IgnoredRule rule(String text, List<String> comments) {
    String[] words = text.split("\\s+");
    Optional<LocalDate> expires = Optional.empty();
    boolean isOdd = false;
    for (int i = 1; i < words.length; i++) {
      Optional<LocalDate> day = day(words[i]);
      isOdd |= day.isEmpty();
      expires = day.isPresent() ? day : expires;
    }
    String reason = String.join(" ", comments).strip();
    return new IgnoredRule(
        words[0],
        IgnoredRule.Kind.UNTOLD,
        reason.isEmpty() ? Optional.empty() : Optional.of(reason),
        expires,
        isOdd);
  }

  private static Optional<LocalDate> day(String word) {
    try {
      return word.startsWith(EXPIRY)
          ? Optional.of(LocalDate.parse(word.substring(EXPIRY.length())))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
