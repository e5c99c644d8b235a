package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.Levels.Tightness;

/** What is tighter than what; stateless. */
final class Tightnesses {
  static final Tightness<Severity> FAIL_ON = (one, other) -> one.compareTo(other) <= 0;
  static final Tightness<UserRequirement> USER = (one, other) -> one.compareTo(other) >= 0;

  static final Tightness<Integer> MAX_DAYS = (one, other) -> one <= other;
  static final Tightness<Boolean> ONLY_FROM_BASE = (one, other) -> one || !other;

  private Tightnesses() {}
}
