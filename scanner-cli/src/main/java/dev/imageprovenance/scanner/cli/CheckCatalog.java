package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.finding.CheckId;
import java.util.List;

/** The checks that can be named on the command line; immutable. */
final class CheckCatalog {
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(CheckId.INTEGRITY, "does every digest and size hold, down to the last byte?"),
          new Entry(CheckId.AMBIGUOUS_LAYER, "would every engine unpack the layers alike?"),
          new Entry(CheckId.DEFAULT_USER, "which user does the image run as?"),
          new Entry(CheckId.SETUID_FILES, "which files give the rights of their owner or group?"),
          new Entry(CheckId.FILE_CAPABILITIES, "which files give capabilities?"),
          new Entry(CheckId.ACCOUNTS, "are there further roots, empty passwords, shared numbers?"));

  private CheckCatalog() {}

  /**
   * A check.
   *
   * @param id its name
   * @param question what it asks, in one line
   */
  record Entry(CheckId id, String question) {}

  static List<Entry> entries() {
    return ENTRIES;
  }

  /**
   * The check of that name.
   *
   * @throws IllegalArgumentException that lists all names
   */
  static CheckId named(String name) {
    StringBuilder names = new StringBuilder();
    for (Entry entry : ENTRIES) {
      if (entry.id().value().equals(name)) {
        return entry.id();
      }
      names.append(names.length() == 0 ? "" : ", ").append(entry.id());
    }
    throw new IllegalArgumentException(
        "there is no check \"" + name + "\"; the checks are " + names);
  }
}
