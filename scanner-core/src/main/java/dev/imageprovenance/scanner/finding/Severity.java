package dev.imageprovenance.scanner.finding;

import java.util.Locale;

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

  /** The lower-case name used in options, JSON and text. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
