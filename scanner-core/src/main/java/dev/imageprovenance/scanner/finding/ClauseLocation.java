package dev.imageprovenance.scanner.finding;

/**
 * Where a clause of a policy stands; immutable.
 *
 * @param file the policy file's name or URL, as it was given
 * @param line 1-based
 * @param column 1-based, in characters
 */
public record ClauseLocation(String file, int line, int column) {
  /** As editors and compilers write it: {@code scanner-policy.yaml:12:5}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
