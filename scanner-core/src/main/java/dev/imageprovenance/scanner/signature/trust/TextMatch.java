package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A text that a certificate must hold: one exactly, or any that matches a regular expression as a
 * whole; immutable.
 */
public final class TextMatch {
  private static final int MAX_LENGTH = 4096;

  private final String text;
  private final boolean exact;
  private final Pattern pattern;

  private TextMatch(String text, boolean exact, Pattern pattern) {
    this.text = text;
    this.exact = exact;
    this.pattern = pattern;
  }

  /**
   * This text and no other.
   *
   * @throws ScanException of kind CONFIGURATION if it is blank
   */
  public static TextMatch exactly(String text) {
    return new TextMatch(
        requireSaying(text), true, Pattern.compile(Pattern.quote(text), Pattern.DOTALL));
  }

  /**
   * Texts that match {@code regex} from their first to their last character.
   *
   * @throws ScanException of kind CONFIGURATION if it is blank or no regular expression
   */
  public static TextMatch matching(String regex) {
    try {
      return new TextMatch(requireSaying(regex), false, Pattern.compile(regex));
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
    return exact
        ? text.equals(candidate)
        : candidate.length() <= MAX_LENGTH && pattern.matcher(candidate).matches();
  }

  /** As it was written, a regular expression between slashes. */
  @Override
  public String toString() {
    return exact ? text : "/" + text + "/";
  }
}
