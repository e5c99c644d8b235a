package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A set of repositories, written with their registry; immutable. {@code *} stands for any
 * characters but a slash, {@code **} for any at all: {@code registry.example/team/**}.
 */
public final class RepositoryGlob {
  /** Every repository of every registry. */
  public static final RepositoryGlob ANY = new RepositoryGlob("**");

  private static final Pattern FORM = Pattern.compile("[a-z0-9._:\\[\\]*-]+(/[a-z0-9._*-]+)*");
  private static final int MAX_LENGTH = 512;

  private final String text;
  private final Pattern pattern;

  private RepositoryGlob(String text) {
    this.text = text;
    this.pattern = Pattern.compile(regex(text));
  }

  /**
   * Parses a glob.
   *
   * @throws ScanException of kind CONFIGURATION if it can match no repository
   */
  public static RepositoryGlob parse(String text) {
    boolean hasRegistry = text.indexOf('/') > 0 || text.startsWith("**");
    if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches() || !hasRegistry) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "\"" + Text.excerpt(text) + "\" names no repositories",
          "Write the registry and the repository, with * for any part: registry.example/team/*.",
          null);
    }
    return new RepositoryGlob(text);
  }

  /** True if the repository of {@code reference} is in the set. */
  public boolean matches(Reference reference) {
    return matches(reference.registry() + "/" + reference.repository());
  }

  /**
   * True if {@code repository} is in the set.
   *
   * @param repository with its registry, such as {@code docker.io/library/debian}
   */
  public boolean matches(String repository) {
    return pattern.matcher(repository).matches();
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c != '*') {
        regex.append(Pattern.quote(String.valueOf(c)));
        continue;
      }
      int stars = i;
      while (i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
        i++;
      }
      regex.append(i > stars ? ".*" : "[^/]*");
    }
    return regex.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RepositoryGlob that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
