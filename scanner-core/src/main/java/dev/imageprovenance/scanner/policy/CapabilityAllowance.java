package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.oci.Glob;
import java.util.Optional;
import java.util.Set;

/**
 * Capabilities that a file may have; immutable.
 *
 * @param path absolute paths inside the image, as reports print them
 * @param capabilities lower-case names such as {@code cap_net_raw}
 * @param sha256 its content, with prefix; empty for any
 * @param origin the clause
 */
public record CapabilityAllowance(
    Glob path, Set<String> capabilities, Optional<String> sha256, ClauseOrigin origin) {
  /** Copies the set. */
  public CapabilityAllowance {
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether a file of that name, as reports print it, may have the capability. */
  boolean covers(String printedPath, FileEvidence file, String capability) {
    return capabilities.contains(capability) && isAbout(printedPath, file);
  }

  /** Whether it is about a file of that name, as reports print it. */
  boolean isAbout(String printedPath, FileEvidence file) {
    return path.matches(printedPath) && (sha256.isEmpty() || sha256.equals(file.contentDigest()));
  }

  /** Whether everything that {@code narrower} accepts is accepted by this too. */
  boolean includes(CapabilityAllowance narrower) {
    return path.includes(narrower.path)
        && capabilities.containsAll(narrower.capabilities)
        && (sha256.isEmpty() || sha256.equals(narrower.sha256));
  }
}
