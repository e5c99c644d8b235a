package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;

/** One rule: facts in, outcome out. Pure, stateless and thread-safe; never opens a connection. */
public interface Check {
  /** Its stable identifier, also the name of its page in docs/checks. */
  CheckId id();

  /** What it asks, in one line for a list of checks. */
  String title();

  /** Judges the facts. What it needs and cannot have makes it UNKNOWN with the reason. */
  CheckOutcome check(ImageFacts facts);
}
