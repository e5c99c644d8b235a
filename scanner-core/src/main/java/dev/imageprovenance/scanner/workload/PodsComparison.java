package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What came of comparing the images of pods with their registries; immutable.
 *
 * @param startedAt when
 * @param list where the pods were read from
 * @param pods how many there are
 * @param containers how many they have
 * @param required the weakest rung that passes
 * @param failOn the least severity of what a container can become that fails
 * @param images one for each image and reference, worst first
 */
public record PodsComparison(
    Instant startedAt,
    String list,
    int pods,
    int containers,
    Rung required,
    Severity failOn,
    List<PodImage> images) {
  /** Copies the list. */
  public PodsComparison {
    images = List.copyOf(images);
  }

  /** The worst of the images; UNKNOWN without any, as nothing was looked at. */
  public Verdict verdict() {
    return images.stream().map(this::verdict).reduce(Verdict::and).orElse(Verdict.UNKNOWN);
  }

  /** The verdict of one of the images. */
  public Verdict verdict(PodImage image) {
    return image.verdict(required, failOn);
  }

  /** 0 passed, 1 different or too powerful, 3 could not check, 4 integrity broken. */
  public int exitCode() {
    if (images.stream().anyMatch(image -> image.standing().isIntegrityBroken())) {
      return 4;
    }
    return switch (verdict()) {
      case PASS -> 0;
      case FAIL -> 1;
      case UNKNOWN -> 3;
    };
  }
}
