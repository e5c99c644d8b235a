package dev.imageprovenance.scanner.problem;

/** Why something could not be done; front-ends map it to an exit code and nothing else. */
public enum ProblemKind {
  /** The request contradicts itself or names nothing that could exist. */
  USAGE(2),
  /** A configuration file or option cannot be used. */
  CONFIGURATION(2),
  /** The image, tag, platform, file or digest does not exist where it was looked for. */
  NOT_FOUND(3),
  /** Credentials are missing or were refused. */
  UNAUTHORIZED(3),
  /** A server did not answer, answered with an error, or the connection broke for good. */
  UNREACHABLE(3),
  /** Well-formed, but of a kind that this version cannot judge. */
  UNSUPPORTED(3),
  /** A named limit was exceeded. */
  LIMIT(3),
  /** The caller cancelled. */
  CANCELLED(3),
  /** A fault of this software. */
  INTERNAL(3),
  /** Bytes do not have the digest or size that was promised. */
  INTEGRITY(4),
  /** A document or stream violates its specification, or could be read in two ways. */
  MALFORMED(4);

  private final int exitCode;

  ProblemKind(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code that a front-end uses for this kind. */
  public int exitCode() {
    return exitCode;
  }
}
