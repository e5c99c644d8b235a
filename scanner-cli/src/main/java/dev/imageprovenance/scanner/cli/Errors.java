package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.ScanReport.Problem;

/** Lays problems out for standard error; stateless. */
final class Errors {
  private Errors() {}

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
}
