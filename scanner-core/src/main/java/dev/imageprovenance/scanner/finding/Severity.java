package dev.imageprovenance.scanner.finding;

import java.util.Locale;
import java.util.Optional;

/** How much a finding matters, from least to most. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** True when this is {@code threshold} or worse. */
  public boolean isAtLeast(Severity threshold) {
    return compareTo(threshold) >= 0;
  }

  /** The severity of that label, in upper or lower case. */
  public static Optional<Severity> named(String label) {
    for (Severity severity : values()) {
      if (severity.label().equals(label.toLowerCase(Locale.ROOT))) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }

  /** The lower-case name used in options, JSON and text. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
