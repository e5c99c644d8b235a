package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Set;

/**
 * What one image is judged by: what is required of it and what is allowed; immutable.
 *
 * @param failOn the least severity that fails
 * @param allowUnknown checks that may be unknown without failing to pass; never integrity
 * @param allowedSetuidPaths absolute paths, as reports print them, whose setuid or setgid bit is
 *     accepted whatever its severity
 * @param allowedCapabilities accepted file capabilities
 */
public record ImagePolicy(
    Severity failOn,
    Set<CheckId> allowUnknown,
    Set<String> allowedSetuidPaths,
    Set<AllowedCapability> allowedCapabilities) {
  /**
   * Copies the sets.
   *
   * @throws ScanException of kind USAGE if integrity is allowed to be unknown
   */
  public ImagePolicy {
    if (allowUnknown.contains(CheckId.INTEGRITY)) {
      throw new ScanException(
          ProblemKind.USAGE,
          "The integrity check cannot be allowed to be unknown",
          "Take integrity out of the checks that may be unknown: an image whose bytes nobody"
              + " verified is not known to be that image.",
          null);
    }
    allowUnknown = Set.copyOf(allowUnknown);
    allowedSetuidPaths = Set.copyOf(allowedSetuidPaths);
    allowedCapabilities = Set.copyOf(allowedCapabilities);
  }

  /** Fails on high, allows nothing. */
  public static ImagePolicy defaults() {
    return new ImagePolicy(Severity.HIGH, Set.of(), Set.of(), Set.of());
  }

  /**
   * A capability that a file may have.
   *
   * @param path absolute path inside the image, as reports print it
   * @param capability lower-case name such as {@code cap_net_raw}
   */
  public record AllowedCapability(String path, String capability) {}
}
