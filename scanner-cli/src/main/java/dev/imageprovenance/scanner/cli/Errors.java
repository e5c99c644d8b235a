package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ScanReport.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/** Puts whatever was thrown into words; stateless. */
final class Errors {
  private Errors() {}

  /** What went wrong, for a report, without {@code secret}. */
  static Problem problem(Throwable thrown, Optional<String> secret) {
    Problem problem = problem(thrown);
    return new Problem(
        problem.kind(),
        redact(problem.message(), secret),
        problem.remedy().map(remedy -> redact(remedy, secret)));
  }

  /** What went wrong before there was any secret, for a report. */
  static Problem problem(Throwable thrown) {
    if (thrown instanceof ScanException scan) {
      return new Problem(scan.kind(), message(scan), scan.remedy());
    }
    if (thrown instanceof OutOfMemoryError) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      return new Problem(
          ProblemKind.INTERNAL,
          "out of memory with a heap of " + mebibytes + " MiB",
          Optional.of("Set SCANNER_JAVA_OPTS=-Xmx1g and try again, and please report it."));
    }
    return new Problem(
        ProblemKind.INTERNAL,
        "internal fault: " + Text.excerpt(thrown.toString()),
        Optional.of("Please report it with the output of the same command and -v."));
  }

  /** What went wrong with the image of that address, for standard error. */
  static String line(String address, Problem problem) {
    String image = Text.escape(address);
    boolean isNamed = problem.message().contains(image);
    return line(
        new Problem(
            problem.kind(),
            isNamed ? problem.message() : image + ": " + problem.message(),
            problem.remedy()));
  }

  /** One line for standard error. */
  static String line(Problem problem) {
    return "scanner: "
        + problem.message()
        + problem.remedy().map(remedy -> "\n  " + remedy).orElse("")
        + "\n";
  }

  /** The stack trace, without {@code secret} and without anything that a terminal obeys. */
  static String trace(Throwable thrown, Optional<String> secret) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String text = redact(trace.toString(), secret);
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLayout = c == '\n' || c == '\t';
      printable.append(Character.isISOControl(c) && !isLayout ? '?' : c);
    }
    return printable.toString();
  }

  private static String redact(String text, Optional<String> secret) {
    return secret.isEmpty() || secret.get().isEmpty() ? text : text.replace(secret.get(), "****");
  }

  private static String message(ScanException thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.kind().toString() : message;
  }
}
