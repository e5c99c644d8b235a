package dev.imageprovenance.scanner.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that teaches a shell to complete the command. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    header = "Prints a completion script for bash and zsh.",
    description = {"", "Use it with: @|bold source <(scanner completion bash)|@", ""})
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      description = "bash or zsh; one script serves both.")
  private @Nullable Shell shell;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The shells that can be taught; names are what is written on the command line. */
  @SuppressWarnings("MemberName")
  enum Shell {
    bash,
    zsh
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec root = Objects.requireNonNull(spec).root();
    terminal.print(CompletionScript.of(root.subcommands().keySet()));
    return ExitCode.PASSED;
  }
}
