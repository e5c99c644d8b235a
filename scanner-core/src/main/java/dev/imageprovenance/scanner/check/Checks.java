package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import java.util.List;
import java.util.Optional;

/** The catalogue of checks; stateless. */
public final class Checks {
  private Checks() {}

  /**
   * Every check, in the order of a report.
   *
   * @param includeHidden whether setuid files that higher layers hide are reported too
   */
  public static List<Check> all(boolean includeHidden) {
    return List.of(
        new IntegrityCheck(),
        new AmbiguousLayerCheck(),
        new DefaultUserCheck(),
        new SetuidFilesCheck(includeHidden),
        new FileCapabilitiesCheck(),
        new AccountsCheck());
  }

  /** The check of that name. */
  public static Optional<CheckId> named(String name) {
    for (CheckId id : ids()) {
      if (id.value().equals(name)) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  /** The identifiers of all checks, in the same order. */
  public static List<CheckId> ids() {
    return all(false).stream().map(Check::id).toList();
  }
}
