package dev.imageprovenance.scanner.signature.statement;

/** What a statement says of its subjects; all kinds are immutable. */
public sealed interface Predicate permits SlsaProvenance, VerificationSummary, Predicate.Other {
  /** A predicate that is not looked into. */
  record Other() implements Predicate {}
}
