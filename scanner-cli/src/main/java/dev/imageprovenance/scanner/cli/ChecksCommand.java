package dev.imageprovenance.scanner.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the checks. */
@Command(
    name = "checks",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Lists the checks and what each one asks.")
final class ChecksCommand implements Callable<Integer> {
  private final Terminal terminal;

  ChecksCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    int longest = 0;
    for (CheckCatalog.Entry entry : CheckCatalog.entries()) {
      longest = Math.max(longest, entry.id().value().length());
    }
    StringBuilder text = new StringBuilder();
    for (CheckCatalog.Entry entry : CheckCatalog.entries()) {
      String name = entry.id().value();
      text.append(name).append(" ".repeat(longest + 2 - name.length()));
      text.append(entry.question()).append('\n');
    }
    terminal.print(text.toString());
    return ExitCode.PASSED;
  }
}
