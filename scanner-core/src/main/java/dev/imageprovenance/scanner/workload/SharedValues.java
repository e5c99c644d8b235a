package dev.imageprovenance.scanner.workload;

import java.util.HashMap;
import java.util.Map;

/** Keeps equal values of a list once, as most pods of a cluster are much alike; not thread-safe. */
final class SharedValues {
  private final Map<Object, Object> values = new HashMap<>();

  /** The first value that is equal to this one. */
  @SuppressWarnings("unchecked") // An equal record is of the same class.
  <T extends Record> T one(T value) {
    return (T) values.computeIfAbsent(value, same -> same);
  }
}
