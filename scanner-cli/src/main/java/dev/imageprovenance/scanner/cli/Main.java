package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.report.Problems;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Where the process begins and ends. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  @SuppressWarnings("CatchingUnchecked")
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = terminal(environment);
    Interruption interruption = new Interruption(new Cancellation());
    interruption.install(Runtime.getRuntime());
    int code = ExitCode.COULD_NOT_CHECK;
    try {
      code = new Cli(terminal, Engine::ofLibrary, interruption).run(List.of(arguments));
    } catch (Exception | Error e) { // Nothing thrown may look like a verdict.
      terminal.tell(Errors.line(Problems.withoutSecrets().of(e)));
    }
    interruption.finish();
    System.exit(ExitCode.ofProcess(code, environment.containsKey("SCANNER_LAUNCHER")));
  }

  private static Terminal terminal(Map<String, String> environment) {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        environment,
        isTerminal(environment, "SCANNER_STDOUT_TTY"),
        isTerminal(environment, "SCANNER_STDERR_TTY"));
  }

  /** The launcher knows; without it nothing is taken for a terminal. */
  private static boolean isTerminal(Map<String, String> environment, String variable) {
    return "1".equals(environment.get(variable));
  }

  private static Writer writer(FileDescriptor descriptor) {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }
}
