package dev.imageprovenance.scanner.cli;

import java.util.Optional;

/**
 * The subcommands that look at images or policies, which share most of their options. The label of
 * one below another has both names.
 */
enum Subcommand {
  SCAN("scan", Integer.MAX_VALUE),
  COMPARE("compare", 2),
  LINEAGE("lineage", Integer.MAX_VALUE),
  SIGNATURES("signatures", Integer.MAX_VALUE),
  POLICY_CHECK("policy check", 1),
  POLICY_EXPLAIN("policy explain", Integer.MAX_VALUE),
  POLICY_IMPORT("policy import", 1);

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

  /** The last word of the label. */
  String lastName() {
    return label.substring(label.lastIndexOf(' ') + 1);
  }

  /** How many images or files may be named; one must be. */
  int mostOperands() {
    return mostOperands;
  }
}
