package dev.imageprovenance.scanner.signature.trust;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a verification summary must say to count here (SLSA "How to verify"); immutable.
 *
 * @param resourceUris which resource or environment it must be for, one of these; when there are
 *     none, the image's own name in its repository
 * @param policyDigests hexadecimal digests of the policies that count; when there are none, all do
 * @param maxAge how long ago it may have been verified; a summary that does not say when is too old
 *     if there is a bound
 * @param levels what must have been found to hold, such as {@code SLSA_BUILD_LEVEL_2}
 */
public record SummaryRequirement(
    List<String> resourceUris,
    Set<String> policyDigests,
    Optional<Duration> maxAge,
    Set<String> levels) {
  /** Copies the collections. */
  public SummaryRequirement {
    resourceUris = List.copyOf(resourceUris);
    policyDigests = Set.copyOf(policyDigests);
    levels = Set.copyOf(levels);
  }

  /** Passed, for the image's own name: of any policy, age and level. */
  public static SummaryRequirement passed() {
    return new SummaryRequirement(List.of(), Set.of(), Optional.empty(), Set.of());
  }
}
