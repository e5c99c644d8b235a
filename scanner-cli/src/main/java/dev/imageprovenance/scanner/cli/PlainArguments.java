package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.cli.CommandOption.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Understands correct command lines without loading picocli, which would take most of the time of a
 * scan from the cache: its classes are too old to be archived by Java 17. Whatever is unusual or
 * wrong is left to picocli, which explains it. Stateless.
 */
final class PlainArguments {
  private PlainArguments() {}

  /**
   * A command line that needs no picocli.
   *
   * @param subcommand its first word
   * @param arguments what follows
   */
  record Understood(Subcommand subcommand, Arguments arguments) {}

  /** What the command line says, if it runs a subcommand and nothing about it needs picocli. */
  static Optional<Understood> of(List<String> words) {
    Optional<Subcommand> subcommand =
        words.isEmpty() ? Optional.empty() : Subcommand.named(words.get(0));
    return subcommand.flatMap(
        named ->
            arguments(named, words.subList(1, words.size()))
                .map(arguments -> new Understood(named, arguments)));
  }

  private static Optional<Arguments> arguments(Subcommand subcommand, List<String> words) {
    Arguments understood = new Arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (isPlain(word)) {
        understood.addOperand(word);
        continue;
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      Optional<CommandOption> option =
          CommandOption.named(subcommand, equals < 0 ? word : word.substring(0, equals));
      if (option.isEmpty() || isRepeatedInVain(option.get(), understood)) {
        return Optional.empty();
      }
      boolean isFlag = option.get().kind() == Kind.FLAG;
      if (isFlag && equals < 0) {
        understood.add(option.get(), "");
      } else if (!isFlag && equals >= 0 && isPlain(word.substring(equals + 1))) {
        understood.add(option.get(), word.substring(equals + 1));
      } else if (!isFlag && equals < 0 && i + 1 < words.size() && isPlain(words.get(i + 1))) {
        i++;
        understood.add(option.get(), words.get(i));
      } else {
        return Optional.empty();
      }
    }
    int operands = understood.operands().size();
    return operands == 0 || operands > subcommand.mostOperands()
        ? Optional.empty()
        : Optional.of(understood);
  }

  private static boolean isRepeatedInVain(CommandOption option, Arguments understood) {
    return option.kind() != Kind.REPEATABLE && understood.has(option);
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty() && !value.startsWith("-") && !value.startsWith("\"");
  }
}
