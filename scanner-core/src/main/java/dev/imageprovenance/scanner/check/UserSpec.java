package dev.imageprovenance.scanner.check;

import java.util.List;
import java.util.Optional;

/**
 * A config's User taken apart as engines do it: the user before the first colon, the group before
 * the second; immutable. Parts are byte strings (see {@link GoText}).
 *
 * @param configured as the config has it
 * @param user the user part, empty for the default
 * @param userNumber the user part as a number
 * @param group the group part, absent without a colon, possibly empty
 * @param parts how many parts there are; engines know one or two
 */
record UserSpec(
    String configured, String user, GoNumber userNumber, Optional<String> group, int parts) {

  /** Takes apart the User of a config. */
  static UserSpec parse(String configured) {
    List<String> parts = GoText.split(GoText.bytesOf(configured), ':');
    return new UserSpec(
        configured,
        parts.get(0),
        GoNumber.parse(parts.get(0)),
        parts.size() > 1 ? Optional.of(parts.get(1)) : Optional.empty(),
        parts.size());
  }

  /** The group part when it says something. */
  Optional<String> explicitGroup() {
    return group.filter(g -> !g.isEmpty());
  }

  /** True for {@code 1000:}, whose group engines choose differently. */
  boolean hasEmptyGroup() {
    return group.filter(String::isEmpty).isPresent();
  }

  /** True for a user part that no passwd line is needed to judge. */
  boolean isDecidedAlone() {
    return user.isEmpty() || user.equals("root") || looksNumeric();
  }

  /** True for digits with an optional sign, of any length. */
  boolean looksNumeric() {
    return userNumber.kind() != GoNumber.Kind.NOT_A_NUMBER;
  }
}
