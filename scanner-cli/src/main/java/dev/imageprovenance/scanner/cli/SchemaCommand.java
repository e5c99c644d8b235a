package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.policy.PolicySchema;
import dev.imageprovenance.scanner.report.JsonComparisonRenderer;
import dev.imageprovenance.scanner.report.JsonLineageRenderer;
import dev.imageprovenance.scanner.report.JsonPodsRenderer;
import dev.imageprovenance.scanner.report.JsonReportRenderer;
import dev.imageprovenance.scanner.report.JsonSignaturesRenderer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the JSON Schema of reports. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    header = "Prints the JSON Schema of --format json, or of policy files.")
final class SchemaCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "COMMAND",
      defaultValue = "scan",
      description =
          "The command whose reports it describes: scan (the default), compare, lineage,"
              + " signatures, pods for compare --pods; or policy for policy files.")
  private Reported command = Reported.scan;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The commands that report; names are what is written on the command line. */
  @SuppressWarnings("MemberName")
  enum Reported {
    scan,
    compare,
    lineage,
    signatures,
    pods,
    policy
  }

  @Override
  public Integer call() throws IOException {
    terminal.print(
        switch (command) {
          case scan -> JsonReportRenderer.schema();
          case compare -> JsonComparisonRenderer.schema();
          case lineage -> JsonLineageRenderer.schema();
          case signatures -> JsonSignaturesRenderer.schema();
          case pods -> JsonPodsRenderer.schema();
          case policy -> PolicySchema.text();
        });
    return ExitCode.PASSED;
  }
}
