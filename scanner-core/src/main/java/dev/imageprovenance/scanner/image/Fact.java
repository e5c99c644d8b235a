package dev.imageprovenance.scanner.image;

import java.util.Optional;

/** A fact, or why it could not be had; immutable. Never null, never an empty stand-in. */
public sealed interface Fact<T> {
  /** The fact. */
  record Known<T>(T value) implements Fact<T> {}

  /**
   * It could not be had.
   *
   * @param reason one sentence without a full stop
   */
  record Unknown<T>(String reason) implements Fact<T> {}

  /** Wraps a value. */
  static <T> Fact<T> known(T value) {
    return new Known<>(value);
  }

  /** Wraps a reason. */
  static <T> Fact<T> unknown(String reason) {
    return new Unknown<>(reason);
  }

  /** The value, if known. */
  default Optional<T> asKnown() {
    return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
  }

  /** The reason, if unknown. */
  default Optional<String> whyUnknown() {
    return this instanceof Unknown<T> unknown ? Optional.of(unknown.reason()) : Optional.empty();
  }
}
