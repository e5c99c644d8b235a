package dev.imageprovenance.scanner.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells picocli about {@code scanner scan}, with help that teaches; stateless. */
final class ScanSpec {
  private static final List<String> EXIT_CODES =
      List.of(
          "  0    passed",
          "  1    a finding is as severe as --fail-on, or worse",
          "  2    wrong usage or configuration",
          "  3    could not check: unreachable, refused, unsupported, a limit, an unknown check",
          "  4    integrity broken: a digest does not hold, or the image is malformed");

  private static final List<String> EXAMPLES =
      List.of(
          "  Of several images the gravest counts: 4 before 1 before 2 before 3.",
          "",
          "Examples:",
          "  Is the image of this build fit to ship?",
          "    scanner scan oci-archive:target/image.tar",
          "  The same in a registry, every platform, with a report for machines:",
          "    scanner scan --all-platforms --format text --format json=report.json app:1.4",
          "  Accept ping's capability, and be strict about everything else:",
          "    scanner scan --fail-on low --allow-capability /usr/bin/ping=cap_net_raw app:1.4",
          "  In a script:",
          "    scanner scan -q registry.example/app:1.4 || exit");

  private ScanSpec() {}

  /** The command, which runs {@code action}. */
  static CommandSpec of(Object action) {
    CommandSpec spec = OptionSpecs.command(Subcommand.SCAN, action);
    spec.usageMessage()
        .header("Scans images and says whether they pass.")
        .description(
            "Compares every digest of an image, down to the last byte of its layers, and says who"
                + " it runs as and which files raise privileges. What cannot be looked at is"
                + " UNKNOWN, which does not pass.")
        .parameterListHeading("%nImages:%n")
        .footer(HelpTexts.footer("How to write an image:", List.of(), EXIT_CODES, EXAMPLES));
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("IMAGE")
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The images to scan, one after another.")
            .build());
    return spec;
  }
}
