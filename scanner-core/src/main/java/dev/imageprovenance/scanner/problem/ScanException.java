package dev.imageprovenance.scanner.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what failed, on which image or layer, and what to do about it; immutable.
 *
 * <p>The message never contains a secret, and text that came from an image or a server is escaped
 * before it gets here or when it is printed.
 */
public final class ScanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemKind kind;
  private final @Nullable String remedy;

  /** A problem without a further cause. */
  public ScanException(ProblemKind kind, String message) {
    this(kind, message, null, null);
  }

  /**
   * A problem with its remedy and cause.
   *
   * @param remedy one sentence that says what to try, or null when there is nothing to try
   */
  public ScanException(
      ProblemKind kind, String message, @Nullable String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  /** What kind of problem this is. */
  public ProblemKind kind() {
    return kind;
  }

  /** What to try. */
  public Optional<String> remedy() {
    return Optional.ofNullable(remedy);
  }

  /** The same problem with {@code where} in front of the message, for a caller that knows more. */
  public ScanException in(String where) {
    return new ScanException(kind, where + ": " + getMessage(), remedy, this);
  }
}
