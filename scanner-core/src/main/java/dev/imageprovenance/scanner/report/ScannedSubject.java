package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one part of a page is about: one platform's image, or an address of which nothing could be
 * scanned; immutable.
 *
 * @param anchor where links find it
 * @param scan the scan that it belongs to
 * @param image the image, when there is one
 */
record ScannedSubject(String anchor, ScanReport scan, Optional<ImageReport> image) {
  /** All of {@code scans}, in their order. */
  static List<ScannedSubject> of(List<ScanReport> scans) {
    List<ScannedSubject> subjects = new ArrayList<>();
    for (ScanReport scan : scans) {
      if (scan.images().isEmpty()) {
        subjects.add(new ScannedSubject(anchor(subjects), scan, Optional.empty()));
      }
      for (ImageReport image : scan.images()) {
        subjects.add(new ScannedSubject(anchor(subjects), scan, Optional.of(image)));
      }
    }
    return subjects;
  }

  Verdict verdict() {
    return image.map(ImageReport::verdict).orElseGet(scan::verdict);
  }

  private static String anchor(List<ScannedSubject> before) {
    return "image-" + (before.size() + 1);
  }
}
