package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.policy.KnownChecks;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the checks. */
@Command(
    name = "checks",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    header = "Lists the checks and what each one asks.")
final class ChecksCommand implements Callable<Integer> {
  private final Terminal terminal;

  ChecksCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<Check> checks = KnownChecks.catalogue();
    int longest = 0;
    for (Check check : checks) {
      longest = Math.max(longest, check.id().value().length());
    }
    StringBuilder text = new StringBuilder();
    for (Check check : checks) {
      String name = check.id().value();
      text.append(name).append(" ".repeat(longest + 2 - name.length()));
      text.append(check.title()).append('\n');
    }
    terminal.print(text.toString());
    return ExitCode.PASSED;
  }
}
