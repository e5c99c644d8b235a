package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.FindingFingerprint;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Findings that were there before, image by image; immutable. Findings of integrity and of waivers
 * are never among them.
 *
 * @param name what reports call it: the file
 * @param images by repository, or by address where no registry served the image
 */
public record Baseline(String name, Map<String, Set<FindingFingerprint>> images) {
  /** Copies the map. */
  public Baseline {
    Map<String, Set<FindingFingerprint>> copy = new TreeMap<>();
    images.forEach((image, findings) -> copy.put(image, Set.copyOf(findings)));
    images = Collections.unmodifiableMap(copy);
  }

  /** Whether findings of the check can stand in a baseline at all. */
  static boolean canHold(CheckId check) {
    return !check.equals(CheckId.INTEGRITY) && !check.equals(CheckId.WAIVERS);
  }

  /** Whether the finding was there before. */
  boolean knows(PolicySubject subject, Finding finding) {
    Set<FindingFingerprint> known = images.get(subject.stableName());
    return known != null
        && canHold(finding.check())
        && known.contains(FindingFingerprint.of(finding));
  }

  /** Why a finding that it knows does not count. */
  Excuse excuse() {
    return new Excuse(
        Excuse.Kind.BASELINE,
        "baseline " + name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
