package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.UserClass;
import java.util.Optional;

/** Who an image must run as, from least to most demanding; immutable. */
public enum UserRequirement {
  /** Root too. */
  ANY("any"),
  /** Not root, by a number or by a name of the image's passwd. */
  NON_ROOT("non-root"),
  /** A number other than 0. */
  NON_ROOT_VERIFIABLE("non-root-verifiable");

  private final String label;

  UserRequirement(String label) {
    this.label = label;
  }

  /** How policies spell it. */
  public String label() {
    return label;
  }

  /** The requirement that policies spell so. */
  static Optional<UserRequirement> labelled(String text) {
    for (UserRequirement each : values()) {
      if (each.label.equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether an image of that class is what is required. */
  boolean accepts(UserClass user) {
    return switch (user) {
      case ROOT, ROOT_POSSIBLE -> this == ANY;
      case UNRESOLVABLE -> false;
      case NON_ROOT_UNVERIFIABLE -> this != NON_ROOT_VERIFIABLE;
      case NON_ROOT_VERIFIABLE -> true;
    };
  }
}
