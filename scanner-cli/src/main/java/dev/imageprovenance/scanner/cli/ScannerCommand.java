package dev.imageprovenance.scanner.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself; all work is in its subcommands. */
@Command(
    name = "scanner",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Proves what is in a container image: its bytes, its user, its privileged files.",
    description = {
      "",
      "Reads an image from a registry, an OCI layout or an archive, compares every byte with the"
          + " digest that promises it, and says who the image runs as and which files raise"
          + " privileges. Compares what is deployed with its registry copy. Tells which image another"
          + " one is built on, and who signed it. Nothing is unpacked and nothing is run."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  scanner scan debian:12",
      "  scanner scan oci:target/image --fail-on medium",
      "  scanner compare staging.example/app:1.4 registry.example/app:1.4",
      "  scanner lineage --base debian:12 registry.example/app:1.4",
      "  scanner signatures --key cosign.pub registry.example/app:1.4",
      "  scanner help scan",
      "",
      "Images, results and exit codes are explained by @|bold scanner help scan|@,"
          + " @|bold scanner help compare|@, @|bold scanner help lineage|@ and"
          + " @|bold scanner help signatures|@."
    })
final class ScannerCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine commandLine = java.util.Objects.requireNonNull(spec).commandLine();
    throw new ParameterException(
        commandLine, "Say what to do, for example: scanner scan debian:12");
  }
}
