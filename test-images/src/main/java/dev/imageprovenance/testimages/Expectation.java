package dev.imageprovenance.testimages;

import java.util.ArrayList;
import java.util.List;

/**
 * What a scan with default settings must say about a sample; immutable.
 *
 * @param verdict PASS, FAIL, UNKNOWN, or ERROR when the image cannot be scanned at all
 * @param exitCode what the command line ends with
 * @param findings what must be found; {@link #exact} says whether anything else may be
 * @param exact whether these are all the findings there are
 */
public record Expectation(
    Outcome verdict, int exitCode, List<ExpectedFinding> findings, boolean exact) {

  /** What becomes of a scan. */
  public enum Outcome {
    PASS,
    FAIL,
    UNKNOWN,
    ERROR
  }

  /**
   * A finding that must be there.
   *
   * @param check the check's identifier
   * @param code the reason's identifier, or empty for any
   * @param severity critical, high, medium, low or info, or empty for any
   * @param subject a path, user or account, or empty for any
   */
  public record ExpectedFinding(String check, String code, String severity, String subject) {}

  /** Copies the list. */
  public Expectation {
    findings = List.copyOf(findings);
  }

  /** The image passes. */
  public static Expectation passes() {
    return new Expectation(Outcome.PASS, 0, List.of(), true);
  }

  /** The policy fails the image. */
  public static Expectation fails() {
    return new Expectation(Outcome.FAIL, 1, List.of(), true);
  }

  /** Digests, sizes or content do not hold: the scan ends with 4. */
  public static Expectation broken() {
    return new Expectation(Outcome.FAIL, 4, List.of(), false);
  }

  /** The same because of a critical finding of the integrity check. */
  public static Expectation broken(String code) {
    return broken().finding("integrity", code, "critical", "");
  }

  /** Something could not be looked at. */
  public static Expectation unknown() {
    return new Expectation(Outcome.UNKNOWN, 3, List.of(), false);
  }

  /** The scan ends with an error before there is a report. */
  public static Expectation error(int exitCode) {
    return new Expectation(Outcome.ERROR, exitCode, List.of(), false);
  }

  /** The same with one more finding of a code that is fixed. */
  public Expectation finding(String check, String code, String severity, String subject) {
    List<ExpectedFinding> more = new ArrayList<>(findings);
    more.add(new ExpectedFinding(check, code, severity, subject));
    return new Expectation(verdict, exitCode, more, exact);
  }

  /** The same with one more finding of any code. */
  public Expectation finding(String check, String severity, String subject) {
    return finding(check, "", severity, subject);
  }

  /** The same, but other findings may be there too. */
  public Expectation among() {
    return new Expectation(verdict, exitCode, findings, false);
  }
}
