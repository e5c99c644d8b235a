package dev.imageprovenance.scanner.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was written behind a subcommand, not yet understood; not thread-safe. */
final class Arguments {
  private final Map<CommandOption, List<String>> values = new EnumMap<>(CommandOption.class);
  private final List<String> operands = new ArrayList<>();

  void addOperand(String operand) {
    operands.add(operand);
  }

  /** Adds an option; a flag has the empty value. */
  void add(CommandOption option, String value) {
    values.computeIfAbsent(option, unused -> new ArrayList<>(2)).add(value);
  }

  /** The images that are named, in order. */
  List<String> operands() {
    return operands;
  }

  boolean has(CommandOption option) {
    return values.containsKey(option);
  }

  /** The option's value. */
  Optional<String> value(CommandOption option) {
    List<String> given = values.get(option);
    return given == null ? Optional.empty() : Optional.of(given.get(0));
  }

  /** Every value of a repeatable option, in order. */
  List<String> all(CommandOption option) {
    List<String> given = values.get(option);
    return given == null ? List.of() : given;
  }

  /** Every value of a repeatable option whose values may also be joined by commas. */
  List<String> allSplit(CommandOption option) {
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
  void requireNotBoth(CommandOption one, CommandOption other) {
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
  void requireTogether(CommandOption one, CommandOption other) {
    if (has(one) != has(other)) {
      CommandOption given = has(one) ? one : other;
      CommandOption missing = has(one) ? other : one;
      throw new IllegalArgumentException(given.longName() + " needs " + missing.longName());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Arguments that
        && values.equals(that.values)
        && operands.equals(that.operands);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + operands.hashCode();
  }

  @Override
  public String toString() {
    return values + " " + operands;
  }
}
