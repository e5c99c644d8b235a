package dev.imageprovenance.scanner.cli;

import java.io.IOException;
import java.io.Writer;
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
    Writer out = terminal.out();
    for (CheckCatalog.Entry entry : CheckCatalog.entries()) {
      String name = entry.id().value();
      out.write(name + " ".repeat(longest + 2 - name.length()) + entry.question() + "\n");
    }
    out.flush();
    return ExitCode.PASSED;
  }
}
