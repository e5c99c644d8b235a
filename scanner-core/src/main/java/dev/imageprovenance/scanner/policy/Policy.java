package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.Set;

/**
 * What is required and what is allowed; immutable.
 *
 * @param failOn the least severity that fails
 * @param allowUnknown checks that may be unknown without failing to pass; never integrity
 * @param allowedSetuidPaths absolute paths whose setuid or setgid bit is accepted
 * @param allowedCapabilities accepted file capabilities
 */
public record Policy(
    Severity failOn,
    Set<CheckId> allowUnknown,
    Set<String> allowedSetuidPaths,
    Set<AllowedCapability> allowedCapabilities) {
  /**
   * Copies the sets.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind USAGE if integrity is allowed
   *     to be unknown
   */
  public Policy {
    allowUnknown = Set.copyOf(allowUnknown);
    allowedSetuidPaths = Set.copyOf(allowedSetuidPaths);
    allowedCapabilities = Set.copyOf(allowedCapabilities);
  }

  /** Fails on high, allows nothing. */
  public static Policy defaults() {
    return new Policy(Severity.HIGH, Set.of(), Set.of(), Set.of());
  }

  /**
   * A capability that a file may have.
   *
   * @param path absolute path inside the image
   * @param capability lower-case name such as {@code cap_net_raw}
   */
  public record AllowedCapability(String path, String capability) {}
}
