package dev.imageprovenance.scanner.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells picocli the version; stateless. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return Version.lines().split("\n");
  }
}
