package dev.imageprovenance.scanner.signature.discovery;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.Optional;

/**
 * What became of one way to look; immutable.
 *
 * @param route the way
 * @param subject the manifest or index that it was about
 * @param state the outcome
 * @param detail what was found, or why nothing is known, escaped; one sentence without a full stop
 * @param remedy what to do where nothing is known, one sentence
 */
public record RouteOutcome(
    Route route, Digest subject, State state, String detail, Optional<String> remedy) {
  /** An outcome about which nothing certain can be done. */
  public RouteOutcome(Route route, Digest subject, State state, String detail) {
    this(route, subject, state, detail, Optional.empty());
  }

  /** The outcomes. */
  public enum State {
    /** Something is there. */
    FOUND,
    /** The store said truly that nothing is there. */
    ABSENT,
    /** The store gave no true answer: something may be there. */
    UNKNOWN
  }

  /** True if something may be there that was not seen. */
  public boolean isUnknown() {
    return state == State.UNKNOWN;
  }
}
