package dev.imageprovenance.scanner.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells picocli about {@code scanner compare}, with help that teaches; stateless. */
final class CompareSpec {
  private static final List<String> RUNGS =
      List.of(
          "",
          "Rungs, the strongest first; the first one that is proved is told:",
          "  identical     the same manifest or index, byte for byte",
          "  same-image    the same config, and layers of the same content: only recompressed,",
          "                converted or annotated anew",
          "  same-runtime  the same layer contents; the configs differ in nothing that a runtime uses",
          "  same-content  the same files with the same owners, modes and capabilities, and the same",
          "                runtime configuration: rebuilt",
          "  different     the configuration or some file differs");

  private static final List<String> EXIT_CODES =
      List.of(
          "  0    they are as equal as --require asks",
          "  1    they are not, or a container drifted or is as powerful as --fail-on, or worse",
          "  2    wrong usage or configuration",
          "  3    could not tell: unreachable, refused, unsupported, a limit",
          "  4    integrity broken: a digest does not hold, or an image is malformed");

  private static final List<String> EXAMPLES =
      List.of(
          "",
          "Examples:",
          "  Does Docker run what the registry has?",
          "    scanner compare docker-daemon:app:1.4 registry.example/app:1.4",
          "  May staging be promoted: is it the image that was approved, byte for byte?",
          "    scanner compare --require identical staging.example/app:1.4 registry.example/app:1.4",
          "  Is the rebuilt image the same but for its timestamps?",
          "    scanner compare --require same-content oci:target/image registry.example/app:1.4",
          "  Has somebody changed this container?",
          "    scanner compare --ignore '/var/lib/app/**' container:web",
          "  Is what the cluster runs still what the registry has, and who can become root?",
          "    kubectl get pods -A -o json | scanner compare --pods -",
          "  In a script, and for machines:",
          "    scanner compare -q --format text --format json=compared.json app:1.4 mirror/app:1.4");

  private CompareSpec() {}

  /** The command, which runs {@code action}. */
  static CommandSpec of(Object action) {
    CommandSpec spec = OptionSpecs.command(Subcommand.COMPARE, action);
    spec.usageMessage()
        .header("Compares what is deployed with its registry copy and says how equal they are.")
        .description(
            "Finds the first rung of equality that can be proved, reads no more than that takes,"
                + " and lists what differs. What cannot be looked at is UNKNOWN, never different.")
        .parameterListHeading("%nSides:%n")
        .footer(HelpTexts.footer("How to write either side:", RUNGS, EXIT_CODES, EXAMPLES));
    spec.addPositional(
        operand(
            "DEPLOYED", 0, "What is deployed, or is about to be; without it --pods is needed."));
    spec.addPositional(
        operand(
            "REGISTRY",
            1,
            "What it should equal; when left out, what the deployed side names itself."));
    return spec;
  }

  private static PositionalParamSpec operand(String label, int index, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(Integer.toString(index))
        .arity("0..1")
        .required(false)
        .type(String.class)
        .description(description)
        .build();
  }
}
