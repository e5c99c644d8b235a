package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes the nodes of one tree and stops an image that wants too many of them or too much work; not
 * thread-safe.
 */
final class BuildBudget {
  /** Far more than any honest image needs: path components walked for each allowed entry. */
  private static final int STEPS_PER_ENTRY = 64;

  private final Limits limits;
  private final SplittableRandom priorities = new SplittableRandom();
  private long nodesLeft;
  private long stepsLeft;

  BuildBudget(Limits limits) {
    this.limits = limits;
    this.nodesLeft = limits.treeEntries();
    this.stepsLeft = (long) limits.treeEntries() * STEPS_PER_ENTRY;
  }

  /** A node, if there may be one more. */
  PathNode node(String source, int start, int end, @Nullable LayerEntry entry, int layer) {
    if (--nodesLeft < 0) {
      throw limit(
          "The layers describe more than "
              + limits.treeEntries()
              + " paths together, with the directories that they imply");
    }
    return new PathNode(source, start, end, entry, layer, priorities.nextInt());
  }

  /** Spends work. */
  void step() {
    steps(1);
  }

  /** Spends that much work. */
  void steps(int count) {
    stepsLeft -= count;
    if (stepsLeft < 0) {
      throw limit(
          "Putting the layers on one another takes more than "
              + (long) limits.treeEntries() * STEPS_PER_ENTRY
              + " steps");
    }
  }

  /** Refuses a path that is too long, as written or where symbolic links lead it. */
  void checkPathLength(int length) {
    if (length > limits.pathBytes()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "A path has " + length + " characters (limit pathBytes: " + limits.pathBytes() + ")",
          "Raise the limit pathBytes if you trust this image.",
          null);
    }
  }

  private ScanException limit(String what) {
    return new ScanException(
        ProblemKind.LIMIT,
        what + " (limit treeEntries: " + limits.treeEntries() + ")",
        "Raise the limit treeEntries if you trust this image.",
        null);
  }
}
