package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.RunReport;
import picocli.CommandLine.IVersionProvider;

/** Tells the version of this program and of the Java that runs it; stateless. */
final class Version implements IVersionProvider {
  private static final String NAME = "image-provenance-scanner";

  /** The program, for reports. */
  static RunReport.Tool tool() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new RunReport.Tool(NAME, version == null ? "development" : version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      NAME + " " + tool().version(),
      "Java "
          + System.getProperty("java.version")
          + " ("
          + System.getProperty("java.vendor")
          + "), "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
