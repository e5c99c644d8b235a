package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;

/**
 * A platform that only one of two indexes has an image for; immutable.
 *
 * @param platform the platform, as the index names it
 * @param kind which side lacks it
 * @param digest of the manifest that the other side has
 */
public record PlatformDifference(Platform platform, Kind kind, Digest digest) {
  /** Which side lacks the platform. */
  public enum Kind {
    /** The registry has it, the deployed index no more. */
    PRUNED("pruned"),
    /** The deployed index has it, the registry never approved it. */
    EXTRA("extra");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }
}
