package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * The names by which a policy's globs find an image; immutable.
 *
 * @param requested the address as it was asked for
 * @param reference what the image is called in a registry, or is to be called there, by the word of
 *     whoever asks; empty when nobody says
 */
public record PolicySubject(String requested, Optional<Reference> reference) {
  private static final String TRANSPORT = "docker://";

  /** The names of the image that {@code resolution} led to. */
  public static PolicySubject of(Resolution resolution) {
    return of(resolution, Optional.empty());
  }

  /**
   * The names of the image that {@code resolution} led to.
   *
   * @param knownAs what it is to be called in a registry, where none served it
   */
  public static PolicySubject of(Resolution resolution, Optional<Reference> knownAs) {
    String requested = resolution.requested();
    if (resolution.source() != SourceKind.REGISTRY) {
      return new PolicySubject(requested, knownAs);
    }
    return new PolicySubject(
        requested,
        Optional.of(
            Reference.parse(
                requested.startsWith(TRANSPORT)
                    ? requested.substring(TRANSPORT.length())
                    : requested)));
  }

  /**
   * Every name, the shortest last: what was asked for and, of an image with a reference, its whole
   * reference such as {@code docker.io/library/debian:12@sha256:…}, the parts of it, and its
   * repository.
   */
  public List<String> names() {
    if (reference.isEmpty()) {
      return List.of(requested);
    }
    Reference name = reference.get();
    Reference tagged =
        new Reference(name.registry(), name.repository(), name.tag(), Optional.empty());
    Reference pinned =
        new Reference(name.registry(), name.repository(), Optional.empty(), name.digest());
    return List.of(requested, name.toString(), tagged.toString(), pinned.toString(), repository());
  }

  /** What a baseline calls it: the repository in its registry, or the address. */
  String stableName() {
    return reference.isEmpty() ? requested : repository();
  }

  /** Whether one of its names is meant. */
  boolean matches(Glob glob) {
    for (String name : names()) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }

  private String repository() {
    Reference name = reference.orElseThrow();
    return name.registry() + "/" + name.repository();
  }
}
