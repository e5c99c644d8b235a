package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.cli.ScanOption.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Understands correct command lines without loading picocli, which would take most of the time of a
 * scan from the cache: its classes are too old to be archived by Java 17. Whatever is unusual or
 * wrong is left to picocli, which explains it. Stateless.
 */
final class PlainArguments {
  private PlainArguments() {}

  /** The arguments of a scan, if they are one and nothing about them needs picocli. */
  static Optional<ScanArguments> scan(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.get(0).equals("scan")) {
      return Optional.empty();
    }
    ScanArguments understood = new ScanArguments();
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (isPlain(argument)) {
        understood.addImage(argument);
        continue;
      }
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      Optional<ScanOption> option =
          ScanOption.named(equals < 0 ? argument : argument.substring(0, equals));
      if (option.isEmpty() || isRepeatedInVain(option.get(), understood)) {
        return Optional.empty();
      }
      boolean isFlag = option.get().kind() == Kind.FLAG;
      if (isFlag && equals < 0) {
        understood.add(option.get(), "");
      } else if (!isFlag && equals >= 0 && isPlain(argument.substring(equals + 1))) {
        understood.add(option.get(), argument.substring(equals + 1));
      } else if (!isFlag
          && equals < 0
          && i + 1 < arguments.size()
          && isPlain(arguments.get(i + 1))) {
        i++;
        understood.add(option.get(), arguments.get(i));
      } else {
        return Optional.empty();
      }
    }
    return understood.images().isEmpty() ? Optional.empty() : Optional.of(understood);
  }

  private static boolean isRepeatedInVain(ScanOption option, ScanArguments understood) {
    return option.kind() != Kind.REPEATABLE && understood.has(option);
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty() && !value.startsWith("-") && !value.startsWith("\"");
  }
}
