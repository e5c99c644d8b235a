package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.cli.CommandOption.Group;
import dev.imageprovenance.scanner.cli.CommandOption.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Tells picocli about the table of options, and reads back what it understood; stateless. */
final class OptionSpecs {
  private OptionSpecs() {}

  /** A subcommand with its options, which runs {@code action}; its help has no texts yet. */
  static CommandSpec command(Subcommand subcommand, Object action) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(action);
    spec.name(subcommand.lastName());
    spec.versionProvider(new VersionProvider());
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage()
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .descriptionHeading("%n")
        .optionListHeading("%nHelp:%n");
    int order = 0;
    for (Group group : Group.values()) {
      if (group.belongsTo(subcommand)) {
        spec.addArgGroup(group(group, order++));
      }
    }
    return spec;
  }

  /** What picocli understood. */
  static Arguments arguments(Subcommand subcommand, ParseResult parsed) {
    Arguments arguments = new Arguments();
    for (OptionSpec matched : parsed.matchedOptionsSet()) {
      Optional<CommandOption> option = CommandOption.named(subcommand, matched.longestName());
      if (option.isEmpty()) {
        continue;
      }
      if (option.get().kind() == Kind.FLAG) {
        arguments.add(option.get(), "");
      } else {
        matched.stringValues().forEach(value -> arguments.add(option.get(), value));
      }
    }
    parsed.matchedPositionalsSet().stream()
        .sorted(Comparator.comparingInt(positional -> positional.index().min()))
        .flatMap(positional -> positional.stringValues().stream())
        .forEach(arguments::addOperand);
    return arguments;
  }

  private static ArgGroupSpec group(Group group, int order) {
    ArgGroupSpec.Builder builder =
        ArgGroupSpec.builder()
            .validate(false)
            .exclusive(false)
            .order(order)
            .heading("%n" + group.heading() + "%n");
    for (CommandOption option : CommandOption.values()) {
      if (option.group() == group) {
        builder.addArg(option(option));
      }
    }
    return builder.build();
  }

  private static OptionSpec option(CommandOption option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.names().toArray(new String[0]))
            .order(option.ordinal())
            .description(option.description());
    switch (option.kind()) {
      case FLAG -> builder.arity("0").type(boolean.class);
      case SINGLE -> builder.arity("1").type(String.class).paramLabel(option.valueLabel());
      case REPEATABLE ->
          builder
              .arity("1")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .paramLabel(option.valueLabel());
    }
    return builder.build();
  }
}
