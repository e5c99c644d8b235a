package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.policy.KnownChecks;
import java.util.Optional;

/** The checks that can be named on the command line; stateless. */
final class CheckCatalog {
  private CheckCatalog() {}

  /**
   * The check of that name.
   *
   * @throws IllegalArgumentException that lists all names
   */
  static CheckId named(String name) {
    Optional<CheckId> check = KnownChecks.named(name);
    if (check.isPresent()) {
      return check.get();
    }
    StringBuilder names = new StringBuilder();
    for (CheckId id : KnownChecks.ids()) {
      names.append(names.length() == 0 ? "" : ", ").append(id);
    }
    throw new IllegalArgumentException(
        "there is no check \"" + name + "\"; the checks are " + names);
  }
}
