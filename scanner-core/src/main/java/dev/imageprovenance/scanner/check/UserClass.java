package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Severity;
import java.util.Optional;

/** What can be said about the user an image runs as, worst first; immutable. */
public enum UserClass {
  /** Looks harmless, but is root on some engine. */
  ROOT_POSSIBLE(Severity.CRITICAL),
  /** Says root. */
  ROOT(Severity.HIGH),
  /** No engine, or not every engine, can tell who it is. */
  UNRESOLVABLE(Severity.MEDIUM),
  /** Not root, but only the image's passwd says so. */
  NON_ROOT_UNVERIFIABLE(Severity.MEDIUM),
  /** A number other than 0. */
  NON_ROOT_VERIFIABLE(null);

  private final Optional<Severity> severity;

  UserClass(@org.jspecify.annotations.Nullable Severity severity) {
    this.severity = Optional.ofNullable(severity);
  }

  /** How bad it is; empty when it is good. */
  public Optional<Severity> severity() {
    return severity;
  }
}
