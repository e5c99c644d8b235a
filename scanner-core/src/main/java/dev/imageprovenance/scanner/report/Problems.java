package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ScanReport.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Puts whatever was thrown into words that hold no secret; immutable. */
public final class Problems {
  private static final Problems WITHOUT_SECRETS = new Problems(List.of());

  private final List<String> secrets;

  private Problems(Collection<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /** Where there is no secret yet. */
  public static Problems withoutSecrets() {
    return WITHOUT_SECRETS;
  }

  /** Replaces each of these wherever it would be told. */
  public static Problems hiding(Collection<String> secrets) {
    return new Problems(secrets);
  }

  /** What went wrong, for a report. */
  public Problem of(Throwable thrown) {
    Problem problem = words(thrown);
    Optional<String> remedy = problem.remedy();
    return new Problem(
        problem.kind(),
        redact(problem.message()),
        remedy.isPresent() ? Optional.of(redact(remedy.get())) : remedy);
  }

  /** The stack trace, without anything that a terminal obeys. */
  public String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String text = redact(trace.toString());
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLayout = c == '\n' || c == '\t';
      printable.append(Character.isISOControl(c) && !isLayout ? '?' : c);
    }
    return printable.toString();
  }

  private static Problem words(Throwable thrown) {
    if (thrown instanceof ScanException scan) {
      return new Problem(scan.kind(), message(scan), scan.remedy());
    }
    if (thrown instanceof OutOfMemoryError) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      return new Problem(
          ProblemKind.INTERNAL,
          "out of memory with a heap of " + mebibytes + " MiB",
          Optional.of(
              "Give Java more with -Xmx1g (the command reads SCANNER_JAVA_OPTS, Maven reads"
                  + " MAVEN_OPTS) and try again, and please report it."));
    }
    return new Problem(
        ProblemKind.INTERNAL,
        "internal fault: " + Text.excerpt(thrown.toString()),
        Optional.of(
            "Please report it with the output of the same command and -v, or of Maven and -e."));
  }

  private String redact(String text) {
    String redacted = text;
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        redacted = redacted.replace(secret, "****");
      }
    }
    return redacted;
  }

  private static String message(ScanException thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.kind().toString() : message;
  }
}
