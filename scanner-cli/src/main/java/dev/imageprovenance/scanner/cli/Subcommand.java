package dev.imageprovenance.scanner.cli;

import java.util.Optional;

/** The subcommands that look at images, which share most of their options. */
enum Subcommand {
  SCAN("scan", Integer.MAX_VALUE),
  COMPARE("compare", 2),
  LINEAGE("lineage", Integer.MAX_VALUE);

  private final String label;
  private final int mostOperands;

  Subcommand(String label, int mostOperands) {
    this.label = label;
    this.mostOperands = mostOperands;
  }

  /** The subcommand of that name. */
  static Optional<Subcommand> named(String name) {
    for (Subcommand subcommand : values()) {
      if (subcommand.label.equals(name)) {
        return Optional.of(subcommand);
      }
    }
    return Optional.empty();
  }

  /** The name on the command line. */
  String label() {
    return label;
  }

  /** How many images may be named; one must be. */
  int mostOperands() {
    return mostOperands;
  }
}
