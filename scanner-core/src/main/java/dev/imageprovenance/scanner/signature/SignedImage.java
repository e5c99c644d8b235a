package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The image whose signatures are looked for; immutable. All its documents are verified.
 *
 * @param name the reference that it was asked for by; empty for an image of a file, which has no
 *     repository
 * @param manifest its manifest
 * @param indexes the indexes that list it, outermost first
 */
public record SignedImage(
    Optional<Reference> name, ImageManifest manifest, List<ImageIndex> indexes) {
  /** Copies the list. */
  public SignedImage {
    indexes = List.copyOf(indexes);
  }

  /** The registry and repository. */
  Optional<String> repository() {
    return name.map(reference -> reference.registry() + "/" + reference.repository());
  }

  /** The manifest, then the indexes, innermost first: what a signature may be about. */
  public List<Manifest> subjects() {
    List<Manifest> subjects = new ArrayList<>();
    subjects.add(manifest);
    for (int i = indexes.size() - 1; i >= 0; i--) {
      subjects.add(indexes.get(i));
    }
    return subjects;
  }

  /** How something that names {@code digest} is about this image; empty if it is not. */
  Optional<Binding> binding(Digest digest) {
    if (digest.equals(manifest.digest())) {
      return Optional.of(new Binding(Binding.Kind.MANIFEST, digest, Optional.empty()));
    }
    return indexes.stream()
        .filter(index -> index.digest().equals(digest))
        .map(index -> new Binding(Binding.Kind.INDEX, digest, Optional.empty()))
        .findFirst();
  }
}
