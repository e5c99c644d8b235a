package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A text that a certificate must hold: one exactly, or any that a pattern describes as a whole;
 * immutable.
 */
public final class TextMatch {
  private static final int MAX_LENGTH = 4096;

  private final String spelling;
  private final Predicate<String> test;

  private TextMatch(String spelling, Predicate<String> test) {
    this.spelling = spelling;
    this.test = test;
  }

  /**
   * This text and no other.
   *
   * @throws ScanException of kind CONFIGURATION if it is blank
   */
  public static TextMatch exactly(String text) {
    return new TextMatch(requireSaying(text), text::equals);
  }

  /**
   * Texts that {@code glob} describes, see {@link Glob}; without wildcards the text itself.
   *
   * @throws ScanException of kind CONFIGURATION if it is blank or made of wildcards alone
   */
  public static TextMatch like(String glob) {
    requireSaying(glob.replace("*", "").replace("?", ""));
    return new TextMatch(glob, Glob.of(glob)::matches);
  }

  /**
   * Texts that match {@code regex} from their first to their last character.
   *
   * @throws ScanException of kind CONFIGURATION if it is blank or no regular expression
   */
  public static TextMatch matching(String regex) {
    try {
      Pattern pattern = Pattern.compile(requireSaying(regex));
      return new TextMatch("/" + regex + "/", text -> pattern.matcher(text).matches());
    } catch (PatternSyntaxException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "\""
              + Text.excerpt(regex)
              + "\" is no regular expression: "
              + Text.excerpt(e.getDescription()),
          "Give the text itself if it should match exactly.",
          e);
    }
  }

  private static String requireSaying(String text) {
    if (text.isBlank()) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "An empty identity or issuer would let anybody sign",
          "Name the identity and the issuer that the certificate must hold.",
          null);
    }
    return text;
  }

  /** True for a text that is wanted. Longer ones than 4096 characters never are. */
  public boolean matches(String candidate) {
    return candidate.length() <= MAX_LENGTH && test.test(candidate);
  }

  /** As it was written, a regular expression between slashes. */
  @Override
  public String toString() {
    return spelling;
  }
}
