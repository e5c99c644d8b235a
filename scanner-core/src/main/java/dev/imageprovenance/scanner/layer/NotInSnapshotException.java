package dev.imageprovenance.scanner.layer;

/**
 * Something was asked of a {@link TreeSnapshot} that it does not hold, so that the layers' own
 * facts are needed; thrown instead of an answer that could be wrong.
 */
public final class NotInSnapshotException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NotInSnapshotException(String what) {
    super("A snapshot does not hold " + what);
  }
}
