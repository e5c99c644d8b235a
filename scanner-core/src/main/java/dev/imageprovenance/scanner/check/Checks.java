package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import java.util.List;

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

  /** The identifiers of all checks, in the same order. */
  public static List<CheckId> ids() {
    return all(false).stream().map(Check::id).toList();
  }
}
