package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.function.Supplier;

/**
 * Gives a registry up that cannot be reached, so that hundreds of images do not wait for it one
 * after another; not thread-safe. Each failure has had its own retries.
 */
final class Patience {
  private static final int FAILURES = 2;

  private final String registry;
  private int failures;

  Patience(String registry) {
    this.registry = registry;
  }

  <T> T ask(Supplier<T> question) {
    if (failures >= FAILURES) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          registry + " could not be reached before and was not asked again",
          "Check the connection to the registry and run the comparison again.",
          null);
    }
    try {
      T answer = question.get();
      failures = 0;
      return answer;
    } catch (ScanException e) {
      failures += e.kind() == ProblemKind.UNREACHABLE ? 1 : 0;
      throw e;
    }
  }
}
