package dev.imageprovenance.scanner.cli;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** Tells picocli about {@code scanner policy} and its subcommands; stateless. */
final class PolicySpecs {
  private static final List<String> EXPLAIN_EXIT_CODES =
      List.of(
          "  0    passed",
          "  1    a finding fails",
          "  2    wrong usage or configuration",
          "  3    could not check",
          "  4    integrity broken");

  private PolicySpecs() {}

  /** The command with its subcommands, which run what {@code actions} has for them. */
  static CommandSpec of(Function<Subcommand, Object> actions) {
    CommandSpec[] spec = new CommandSpec[1];
    Runnable nothing =
        () -> {
          throw new ParameterException(
              spec[0].commandLine(),
              "Say what to do with the policy: scanner policy check, explain or import");
        };
    spec[0] = CommandSpec.wrapWithoutInspection(nothing);
    spec[0].name("policy");
    spec[0].versionProvider(new VersionProvider());
    spec[0].mixinStandardHelpOptions(true);
    spec[0]
        .usageMessage()
        .header("Checks policies, explains what they decide, makes them of other files.")
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .optionListHeading("%nOptions:%n");
    spec[0].addSubcommand("check", check(actions.apply(Subcommand.POLICY_CHECK)));
    spec[0].addSubcommand("explain", explain(actions.apply(Subcommand.POLICY_EXPLAIN)));
    spec[0].addSubcommand("import", imported(actions.apply(Subcommand.POLICY_IMPORT)));
    return spec[0];
  }

  private static CommandSpec check(Object action) {
    CommandSpec spec = OptionSpecs.command(Subcommand.POLICY_CHECK, action);
    spec.usageMessage()
        .header("Says whether a policy can be used, and what it means in short.")
        .description(
            "Tells everything that is wrong with the file and with what it extends, each with its"
                + " line and column.")
        .footer(
            "",
            "Exit codes:",
            "  0    valid",
            "  2    not valid",
            "  3    what it extends could not be read");
    spec.addPositional(positional("FILE", "The policy file.", false));
    return spec;
  }

  private static CommandSpec explain(Object action) {
    CommandSpec spec = OptionSpecs.command(Subcommand.POLICY_EXPLAIN, action);
    spec.usageMessage()
        .header("Scans images and tells which clause of the policy decided what.")
        .description(
            "Scans as scanner scan does and tells, for each check and each finding, whether it"
                + " counts, how severe it is, and which line of the policy says so.")
        .footer(
            HelpTexts.footer(
                "How to write an image:",
                List.of(),
                EXPLAIN_EXIT_CODES,
                List.of(
                    "",
                    "Example:",
                    "  scanner policy explain --policy scanner-policy.yaml app:1.4")));
    spec.addPositional(positional("IMAGE", "The images to scan, one after another.", true));
    return spec;
  }

  private static CommandSpec imported(Object action) {
    CommandSpec spec = OptionSpecs.command(Subcommand.POLICY_IMPORT, action);
    spec.usageMessage()
        .header("Writes what trivy or dockle ignore as a policy.")
        .description(
            "Reads .trivyignore.yaml, .trivyignore or .dockleignore and prints a policy with a"
                + " waiver for each rule that a check of this scanner asks about. What is not"
                + " taken over stands in comments, and is told on standard error.")
        .footer("", "Example:", "  scanner policy import .dockleignore > scanner-policy.yaml");
    spec.addPositional(positional("FILE", "The file to read.", false));
    return spec;
  }

  private static PositionalParamSpec positional(String label, String description, boolean many) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(many ? "0..*" : "0")
        .arity(many ? "1..*" : "1")
        .required(true)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }
}
