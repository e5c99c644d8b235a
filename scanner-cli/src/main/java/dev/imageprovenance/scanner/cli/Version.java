package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.RunReport;

/** The version of this program and of the Java that runs it; stateless. */
final class Version {
  private static final String NAME = "image-provenance-scanner";

  private Version() {}

  /** The program, for reports. */
  static RunReport.Tool tool() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new RunReport.Tool(NAME, version == null ? "development" : version);
  }

  /** Program and Java, one line each. */
  static String lines() {
    return NAME
        + " "
        + tool().version()
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
