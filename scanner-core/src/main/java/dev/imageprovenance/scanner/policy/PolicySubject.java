package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.List;

/**
 * The names by which a policy's globs find an image; immutable.
 *
 * @param names the address as it was asked for and, for an image that a registry served, its whole
 *     reference such as {@code docker.io/library/debian:12}
 */
public record PolicySubject(List<String> names) {
  private static final String TRANSPORT = "docker://";

  /** Copies the list. */
  public PolicySubject {
    names = List.copyOf(names);
  }

  /** The names of the image that {@code resolution} led to. */
  public static PolicySubject of(Resolution resolution) {
    String requested = resolution.requested();
    if (resolution.source() != SourceKind.REGISTRY) {
      return new PolicySubject(List.of(requested));
    }
    String reference =
        requested.startsWith(TRANSPORT) ? requested.substring(TRANSPORT.length()) : requested;
    return new PolicySubject(List.of(requested, Reference.parse(reference).toString()));
  }
}
