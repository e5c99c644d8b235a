package dev.imageprovenance.scanner.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells picocli about {@code scanner lineage}, with help that teaches; stateless. */
final class LineageSpec {
  private static final List<String> STATES =
      List.of(
          "",
          "What is said of the base:",
          "  proven        the image's lowest layers, which were read, are the base's",
          "  declared      the same by what the image's config declares (--declared)",
          "  from scratch  it says that it has no base, and none was found",
          "  no base named nothing names one, and none was asked for",
          "  flattened     it names a base of which nothing is left, and its layers were merged or",
          "                imported",
          "  unproven      it names a base, and the layers neither prove nor refute it",
          "  contradicted  it names a base that its layers refute",
          "  other base    it is built on none that --base and --bases ask for");

  private static final List<String> EXIT_CODES =
      List.of(
          "  0    proven, declared, from scratch, or no base named",
          "  1    contradicted, or another base",
          "  2    wrong usage or configuration",
          "  3    could not tell: flattened, unproven, unreachable, refused, unsupported, a limit",
          "  4    integrity broken: a digest does not hold, or the image is malformed");

  private static final List<String> EXAMPLES =
      List.of(
          "",
          "Examples:",
          "  What is this image built on, by its own word, and is that true?",
          "    scanner lineage registry.example/app:1.4",
          "  Is it built on Debian 12, however many images are between?",
          "    scanner lineage --base debian:12 registry.example/app:1.4",
          "  On which of our approved bases is it built, and is that one still current?",
          "    scanner lineage --bases registry.example/approved/java registry.example/app:1.4",
          "  In a script:",
          "    scanner lineage -q --bases approved.txt registry.example/app:1.4 || exit");

  private LineageSpec() {}

  /** The command, which runs {@code action}. */
  static CommandSpec of(Object action) {
    CommandSpec spec = OptionSpecs.command(Subcommand.LINEAGE, action);
    spec.usageMessage()
        .header("Tells where images come from, and proves what they are built on.")
        .description(
            "Shows an image from its index down to each layer, which layers are a base's and which"
                + " are its own, and what is claimed of the base beside what the layers prove. What"
                + " cannot be looked at is UNKNOWN, never no base.")
        .parameterListHeading("%nImages:%n")
        .footer(HelpTexts.footer("How to write an image:", STATES, EXIT_CODES, EXAMPLES));
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("IMAGE")
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The images whose lineage to tell, one after another.")
            .build());
    return spec;
  }
}
