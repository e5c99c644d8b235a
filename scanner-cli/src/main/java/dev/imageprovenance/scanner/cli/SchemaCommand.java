package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.JsonReportRenderer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of reports. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    header = "Prints the JSON Schema of --format json.")
final class SchemaCommand implements Callable<Integer> {
  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    terminal.print(JsonReportRenderer.schema());
    return ExitCode.PASSED;
  }
}
