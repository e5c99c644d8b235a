package dev.imageprovenance.scanner.image;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.util.List;

/**
 * How a reference became one platform's image; immutable.
 *
 * @param requested the address as it was asked for
 * @param source the kind of place that served it
 * @param servedBy the host and repository, or the path
 * @param steps from what was asked to the platform's manifest (or the config, where an archive has
 *     no manifest), in order
 */
public record Resolution(String requested, SourceKind source, String servedBy, List<Step> steps) {
  /** Copies the list. */
  public Resolution {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param from what was looked up: "tag 1", "linux/amd64", "the only image"
   * @param kind what was found
   * @param digest its digest
   * @param origin computed here over the bytes, or claimed by somebody
   */
  public record Step(String from, DigestKind kind, Digest digest, DigestOrigin origin) {}
}
