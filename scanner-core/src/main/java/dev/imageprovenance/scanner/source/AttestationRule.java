package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.Optional;

/**
 * Tells BuildKit's attestation manifests from images (BuildKit attestation-storage.md); stateless.
 * All of what it says must hold, else the child counts as an image: a label alone hides nothing.
 */
public final class AttestationRule {
  private static final String TYPE = "vnd.docker.reference.type";
  private static final String TYPE_VALUE = "attestation-manifest";
  private static final String DIGEST = "vnd.docker.reference.digest";

  private AttestationRule() {}

  /** True when the descriptor says that it is an attestation. */
  static boolean isClaimed(Descriptor child) {
    return child.annotations().containsKey(TYPE);
  }

  /** True when the descriptor says that it is an attestation about that manifest. */
  public static boolean isClaimedAbout(Descriptor child, Digest manifest) {
    return TYPE_VALUE.equals(child.annotations().get(TYPE))
        && manifest.toString().equals(child.annotations().get(DIGEST));
  }

  /** Why the descriptor's claim cannot hold, before its manifest is read; empty when it may. */
  static Optional<String> contradiction(Descriptor child, ImageIndex index) {
    if (!child.platform().map(Platform::isUnknown).orElse(false)) {
      return Optional.of("its platform is not unknown/unknown");
    }
    String digest = child.annotations().getOrDefault(DIGEST, "");
    boolean sibling =
        index.manifests().stream()
            .anyMatch(other -> other != child && other.digest().toString().equals(digest));
    return sibling ? Optional.empty() : Optional.of("it refers to no image of this index");
  }

  /** Why the manifest is no attestation; empty when it is one. */
  static Optional<String> contradiction(Manifest manifest) {
    boolean inToto =
        manifest instanceof ImageManifest image
            && !image.layers().isEmpty()
            && image.layers().stream()
                .allMatch(layer -> layer.mediaType().equals(MediaType.IN_TOTO));
    return inToto ? Optional.empty() : Optional.of("its layers are not in-toto statements");
  }
}
