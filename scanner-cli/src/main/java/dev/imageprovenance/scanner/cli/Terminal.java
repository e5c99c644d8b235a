package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.TextOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;

/**
 * The streams and environment that a command runs in; not thread-safe beyond its parts.
 *
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param environment environment variables
 * @param stdoutIsTerminal whether somebody looks at standard output
 * @param stderrIsTerminal whether somebody looks at standard error
 */
record Terminal(
    InputStream in,
    Writer out,
    Writer err,
    Map<String, String> environment,
    boolean stdoutIsTerminal,
    boolean stderrIsTerminal) {

  /** An environment variable, absent when empty. */
  Optional<String> variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /**
   * Prints text on standard output. A reader that went away, such as head, has seen enough.
   *
   * @throws IOException if standard output fails otherwise
   */
  void print(String text) throws IOException {
    try {
      out.write(text);
      out.flush();
    } catch (IOException e) {
      if (!isClosedPipe(e)) {
        throw e;
      }
    }
  }

  /** Tells something on standard error, if anybody listens; never throws. */
  void tell(String text) {
    try {
      err.write(text);
      err.flush();
    } catch (IOException ignored) {
      // What cannot be told must not change the exit code.
    }
  }

  /** Whether the reader of a pipe went away. */
  static boolean isClosedPipe(IOException e) {
    String message = e.getMessage();
    return message != null && message.contains("Broken pipe");
  }

  /** Columns of the terminal as COLUMNS tells, else the default. */
  int columns() {
    String columns = variable("COLUMNS").orElse("");
    boolean isNumber = !columns.isEmpty() && columns.length() <= 5;
    for (int i = 0; i < columns.length(); i++) {
      isNumber &= columns.charAt(i) >= '0' && columns.charAt(i) <= '9';
    }
    int width = isNumber ? Integer.parseInt(columns) : 0;
    return width == 0 ? TextOptions.DEFAULT_WIDTH : width;
  }

  /** Whether to colour what goes to standard output. */
  boolean colours(ColorWhen when) {
    return switch (when) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          stdoutIsTerminal
              && variable("NO_COLOR").isEmpty()
              && !variable("TERM").orElse("dumb").equals("dumb");
    };
  }

  /** When output is coloured. */
  enum ColorWhen {
    AUTO,
    ALWAYS,
    NEVER
  }
}
