package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import java.nio.file.Path;

/** What can be looked at without a network; stateless. */
final class Offline {
  private Offline() {}

  /** Reads policies in {@code directory}, and refuses those that extend a URL. */
  static PolicyLoader policies(Path directory) {
    return PolicyLoader.fetchingWith(
            (url, most) -> {
              throw new ScanException(
                  ProblemKind.CONFIGURATION,
                  "Maven is offline (-o), and the policy extends " + Text.escape(url.toString()),
                  "Leave out -o, or let the policy extend a file.",
                  null);
            })
        .in(directory);
  }

  /**
   * Refuses what is only in a registry.
   *
   * @param directory where relative paths begin
   * @throws ScanException of kind CONFIGURATION if {@code address} leads to a registry
   */
  static void requireLocal(String address, Path directory) {
    if (ImageAddressParser.parse(address, directory) instanceof ImageAddress.InRegistry) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "Maven is offline (-o), and " + Text.escape(address) + " is only in a registry",
          "Leave out -o; or let jib write a tar (jib:buildTar), which needs no registry; or name a"
              + " local image with <image>.",
          null);
    }
  }
}
