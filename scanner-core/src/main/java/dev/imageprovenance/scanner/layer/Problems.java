package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import org.jspecify.annotations.Nullable;

/** Makes this package's exceptions; stateless. */
final class Problems {
  private Problems() {}

  static ScanException malformed(String message) {
    return new ScanException(ProblemKind.MALFORMED, message);
  }

  static ScanException malformed(String message, @Nullable Throwable cause) {
    return new ScanException(ProblemKind.MALFORMED, message, null, cause);
  }

  /** An error about the tar entry whose header stands at {@code offset}. */
  static ScanException malformedEntry(long offset, String name, String message) {
    return malformed(entry(offset, name) + ": " + message);
  }

  /** An exceeded limit: {@code what} says what there is too much of. */
  static ScanException limit(String name, long value, String what) {
    return new ScanException(
        ProblemKind.LIMIT,
        what + " exceeds the limit " + name + " (" + value + ")",
        "If the image is trusted, raise " + name + " and scan again.",
        null);
  }

  static String entry(long offset, String name) {
    String where = "Tar entry at offset " + offset;
    return name.isEmpty() ? where : where + " (\"" + Text.excerpt(name) + "\")";
  }
}
