package dev.imageprovenance.scanner.signature.discovery;

import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageManifest;
import java.util.HashSet;
import java.util.Set;

/**
 * A manifest that holds signatures or statements; immutable.
 *
 * @param routes the ways that led to it
 * @param attachedTo the manifest or index that it was found for
 * @param digest its digest
 * @param artifactType its type as it was listed; empty when it was not said
 * @param manifest the manifest, verified against its digest, or why it could not be had; unknown
 *     too where the type tells enough
 */
public record FoundArtifact(
    Set<Route> routes,
    Digest attachedTo,
    Digest digest,
    String artifactType,
    Fact<ImageManifest> manifest) {
  /** Copies the set. */
  public FoundArtifact {
    routes = Set.copyOf(routes);
  }

  /** The same artifact, reached in one more way. */
  FoundArtifact alsoBy(Route another) {
    Set<Route> all = new HashSet<>(routes);
    all.add(another);
    return new FoundArtifact(all, attachedTo, digest, artifactType, manifest);
  }
}
