package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Optional;

/** What became of looking at an image that might be a base; all kinds are immutable. */
public sealed interface CandidateReading {
  /** It was read, for the platform that is wanted. */
  record Read(BaseImage image) implements CandidateReading {}

  /**
   * It was read and is not for that platform, so that it is no base.
   *
   * @param why one sentence without a full stop
   */
  record OtherPlatform(String why) implements CandidateReading {}

  /**
   * It could not be had, or was not asked for: it may be the base.
   *
   * @param reason one sentence without a full stop
   * @param remedy what to do about it, one sentence
   */
  record Unknown(String reason, Optional<String> remedy) implements CandidateReading {
    /** Of which nothing more certain can be said to do than of every other one. */
    public Unknown(String reason) {
      this(reason, Optional.empty());
    }

    /** What could not be had because of a problem. */
    public static Unknown of(ScanException problem) {
      return new Unknown(String.valueOf(problem.getMessage()), problem.remedy());
    }
  }
}
