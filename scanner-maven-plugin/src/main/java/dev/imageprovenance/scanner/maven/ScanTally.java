package dev.imageprovenance.scanner.maven;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what one build has scanned in all its modules, so that the last of them can tell it;
 * thread-safe. It lives in the session's own data, where modules that are built at the same time
 * and plugins of several class loaders share it, and holds types of Java only.
 */
final class ScanTally {
  /** The name of the counts in the session's data. */
  static final String KEY = "dev.imageprovenance.scanner.tally";

  private static final String IMAGES = "images";
  private static final String PASSED = "passed";
  private static final String DONE = "done";

  private final Map<String, AtomicInteger> counts;

  ScanTally(Map<String, AtomicInteger> counts) {
    this.counts = counts;
  }

  /** New counts. */
  static Map<String, AtomicInteger> counts() {
    return new ConcurrentHashMap<>(
        Map.of(
            IMAGES, new AtomicInteger(), PASSED, new AtomicInteger(), DONE, new AtomicInteger()));
  }

  /** Notes the images of one execution. */
  void scanned(int images, boolean passed) {
    add(IMAGES, images);
    add(PASSED, passed ? images : 0);
  }

  /** How many images were scanned. */
  int images() {
    return add(IMAGES, 0);
  }

  /**
   * Notes the end of one execution.
   *
   * @param expected how many there are in this build
   * @return what to tell, if it was the last one
   */
  Optional<Total> done(int expected) {
    return add(DONE, 1) == expected
        ? Optional.of(new Total(add(IMAGES, 0), add(PASSED, 0)))
        : Optional.empty();
  }

  private int add(String name, int more) {
    return counts.computeIfAbsent(name, unused -> new AtomicInteger()).addAndGet(more);
  }

  /**
   * What came of all modules.
   *
   * @param images how many were scanned
   * @param passed how many of them passed
   */
  record Total(int images, int passed) {
    /** One line for the log. */
    String line(int modules) {
      return "scanner: "
          + (images == 1 ? "1 image" : images + " images")
          + " scanned in "
          + (modules == 1 ? "1 module" : modules + " modules")
          + (images == 0 ? "" : images == passed ? ", all passed" : ", " + passed + " passed");
    }
  }

  /** The phases of Maven's default lifecycle, in order. */
  static final List<String> PHASES =
      List.of(
          "validate",
          "initialize",
          "generate-sources",
          "process-sources",
          "generate-resources",
          "process-resources",
          "compile",
          "process-classes",
          "generate-test-sources",
          "process-test-sources",
          "generate-test-resources",
          "process-test-resources",
          "test-compile",
          "process-test-classes",
          "test",
          "prepare-package",
          "package",
          "pre-integration-test",
          "integration-test",
          "post-integration-test",
          "verify",
          "install",
          "deploy");
}
