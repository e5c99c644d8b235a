package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.Map;

/** One rule: facts in, outcome out. Pure, stateless and thread-safe; never opens a connection. */
public interface Check {
  /** Its stable identifier, also the name of its page in docs/checks. */
  CheckId id();

  /** What it asks, in one line for a list of checks. */
  String title();

  /** Every code that its findings can have, with the severity of these findings. */
  Map<String, Severity> codes();

  /** Judges the facts. What it needs and cannot have makes it UNKNOWN with the reason. */
  CheckOutcome check(ImageFacts facts);
}
