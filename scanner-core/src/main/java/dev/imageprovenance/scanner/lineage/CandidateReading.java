package dev.imageprovenance.scanner.lineage;

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
   */
  record Unknown(String reason) implements CandidateReading {}
}
