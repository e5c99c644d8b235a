package dev.imageprovenance.scanner.finding;

/**
 * The outcome of a check or of a whole scan. "Could not look" is {@link #UNKNOWN}, never a pass.
 */
public enum Verdict {
  PASS,
  UNKNOWN,
  FAIL;

  /** The worse of the two: FAIL before UNKNOWN before PASS. */
  public Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
