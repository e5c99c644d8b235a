package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers each question once, failures included; not thread-safe. */
final class Remembered<Q, A> {
  private final Map<Q, Answer<A>> answers = new HashMap<>();
  private final Function<Q, A> ask;

  /**
   * @param ask finds an answer, or throws a ScanException
   */
  Remembered(Function<Q, A> ask) {
    this.ask = ask;
  }

  private sealed interface Answer<A> {
    record Given<A>(A value) implements Answer<A> {}

    record Failed<A>(ScanException problem) implements Answer<A> {}
  }

  /** The answer, or the exception that looking for it ended in. */
  A get(Q question) {
    @Nullable Answer<A> known = answers.get(question);
    if (known == null) {
      known = find(question);
      answers.put(question, known);
    }
    if (known instanceof Answer.Failed<A> failed) {
      throw failed.problem();
    }
    return ((Answer.Given<A>) known).value();
  }

  private Answer<A> find(Q question) {
    try {
      return new Answer.Given<>(ask.apply(question));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return new Answer.Failed<>(e);
    }
  }
}
