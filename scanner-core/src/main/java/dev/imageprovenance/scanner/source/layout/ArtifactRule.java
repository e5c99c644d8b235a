package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.ManifestParser;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells signatures, attestations and other artifacts among the entries of index.json from images;
 * immutable. The manifest's content decides, so that a label hides no image; names count only for
 * entries whose manifest is not in the layout.
 */
final class ArtifactRule {
  private static final Pattern COSIGN_TAG =
      Pattern.compile("(?:.*:)?sha256-[a-f0-9]{64}(?:\\.(?:sig|att|sbom))?");
  private static final Set<String> ARTIFACT_LAYERS =
      Set.of(
          MediaType.IN_TOTO.value(),
          "application/vnd.dev.cosign.simplesigning.v1+json",
          "application/vnd.dsse.envelope.v1+json",
          "application/spdx+json",
          "application/vnd.cyclonedx",
          "application/vnd.cyclonedx+json",
          "application/vnd.cyclonedx+xml",
          "application/vnd.syft+json",
          "text/spdx",
          "text/spdx+json",
          "text/spdx+xml");
  private static final String SIGSTORE_BUNDLE = "application/vnd.dev.sigstore.bundle";

  private final ContentStore store;
  private final ScanContext context;

  ArtifactRule(ContentStore store, ScanContext context) {
    this.store = store;
    this.context = context;
  }

  /** True when the entry is certainly no image. */
  boolean isArtifact(Descriptor entry) {
    if (!entry.mediaType().isManifest() && !entry.mediaType().isIndex()) {
      return true;
    }
    try {
      return manifest(entry)
          .map(ArtifactRule::isArtifact)
          .orElseGet(
              () -> RefName.of(entry).stream().anyMatch(n -> COSIGN_TAG.matcher(n).matches()));
    } catch (ScanException e) {
      context.cancellation().throwIfCancelled();
      // What cannot be read counts as an image: its own problem is told when it is chosen.
      return false;
    }
  }

  private Optional<Manifest> manifest(Descriptor entry) {
    try {
      ContentStore.StoredManifest stored = store.manifestByDigest(entry.digest());
      return Optional.of(
          ManifestParser.parse(
              stored.raw(),
              entry.digest().knownAlgorithm().orElse(DigestAlgorithm.SHA256),
              Optional.of(entry.mediaType()),
              context.limits()));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isArtifact(Manifest manifest) {
    if (manifest instanceof ImageManifest image) {
      return !image.config().mediaType().isImageConfig()
          || (!image.layers().isEmpty()
              && image.layers().stream().allMatch(layer -> isArtifactLayer(layer.mediaType())));
    }
    return isReferrersList((ImageIndex) manifest);
  }

  private static boolean isArtifactLayer(MediaType type) {
    return ARTIFACT_LAYERS.contains(type.value()) || type.value().startsWith(SIGSTORE_BUNDLE);
  }

  /** The list that stands in for the referrers API where a registry lacks it. */
  private static boolean isReferrersList(ImageIndex index) {
    return index.manifests().stream()
        .allMatch(
            child ->
                child.artifactType().isPresent()
                    && !new MediaType(child.artifactType().get()).isImageConfig());
  }
}
