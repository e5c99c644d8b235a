package dev.imageprovenance.scanner.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was written behind {@code scanner scan}, not yet understood; not thread-safe. */
final class ScanArguments {
  private final Map<ScanOption, List<String>> values = new EnumMap<>(ScanOption.class);
  private final List<String> images = new ArrayList<>();

  void addImage(String image) {
    images.add(image);
  }

  /** Adds an option; a flag has the empty value. */
  void add(ScanOption option, String value) {
    values.computeIfAbsent(option, unused -> new ArrayList<>(2)).add(value);
  }

  List<String> images() {
    return images;
  }

  boolean has(ScanOption option) {
    return values.containsKey(option);
  }

  /** The option's value. */
  Optional<String> value(ScanOption option) {
    List<String> given = values.get(option);
    return given == null ? Optional.empty() : Optional.of(given.get(0));
  }

  /** Every value of a repeatable option, in order. */
  List<String> all(ScanOption option) {
    List<String> given = values.get(option);
    return given == null ? List.of() : given;
  }

  /** Every value of a repeatable option whose values may also be joined by commas. */
  List<String> allSplit(ScanOption option) {
    List<String> parts = new ArrayList<>();
    for (String value : all(option)) {
      parts.addAll(List.of(value.split(",", -1)));
    }
    return parts;
  }

  /**
   * Requires that at most one of two options was given.
   *
   * @throws IllegalArgumentException that names both
   */
  void requireNotBoth(ScanOption one, ScanOption other) {
    if (has(one) && has(other)) {
      throw new IllegalArgumentException(
          one.longName() + " and " + other.longName() + " exclude each other");
    }
  }

  /**
   * Requires that both options were given, or none.
   *
   * @throws IllegalArgumentException that names both
   */
  void requireTogether(ScanOption one, ScanOption other) {
    if (has(one) != has(other)) {
      ScanOption given = has(one) ? one : other;
      ScanOption missing = has(one) ? other : one;
      throw new IllegalArgumentException(given.longName() + " needs " + missing.longName());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScanArguments that
        && values.equals(that.values)
        && images.equals(that.images);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + images.hashCode();
  }

  @Override
  public String toString() {
    return values + " " + images;
  }
}
