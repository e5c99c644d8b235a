package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.RunReport;

/** The version of this program and of the Java that runs it; stateless. */
final class Version {
  private Version() {}

  /** Program and Java, one line each. */
  static String lines() {
    RunReport.Tool tool = RunReport.Tool.current();
    return tool.name()
        + " "
        + tool.version()
        + "\nJava "
        + System.getProperty("java.version")
        + " ("
        + System.getProperty("java.vendor")
        + "), "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + "\n";
  }
}
