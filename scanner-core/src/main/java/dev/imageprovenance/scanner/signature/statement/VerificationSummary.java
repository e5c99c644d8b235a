package dev.imageprovenance.scanner.signature.statement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That somebody has verified an image, and with what result (SLSA verification summary v1);
 * immutable.
 *
 * @param verifierId who verified
 * @param timeVerified when
 * @param resourceUri which resource, or which environment, it was verified for
 * @param policy what it was verified against
 * @param inputAttestations what the verifier relied on
 * @param passed whether the result is {@code PASSED}
 * @param levels what was found to hold, such as {@code SLSA_BUILD_LEVEL_3}
 * @param slsaVersion which version of SLSA the levels are of
 */
public record VerificationSummary(
    String verifierId,
    Optional<Instant> timeVerified,
    String resourceUri,
    Resource policy,
    List<Resource> inputAttestations,
    boolean passed,
    List<String> levels,
    Optional<String> slsaVersion)
    implements Predicate {
  /** Copies the lists. */
  public VerificationSummary {
    inputAttestations = List.copyOf(inputAttestations);
    levels = List.copyOf(levels);
  }

  /** True if a level that holds is {@code required}, or a higher one of the same track. */
  public boolean reaches(String required) {
    return levels.stream().anyMatch(level -> SlsaLevels.includes(level, required));
  }
}
