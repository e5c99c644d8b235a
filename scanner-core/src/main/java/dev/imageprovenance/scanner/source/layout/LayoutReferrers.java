package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.ManifestParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds in a layout's index.json what refers to some content: by the {@code subject} of a manifest,
 * as ORAS writes it, or as what {@code cosign save} puts beside its one image; stateless.
 */
final class LayoutReferrers {
  private static final String COSIGN_KIND = "kind";
  private static final Set<String> COSIGN_KINDS =
      Set.of("dev.cosignproject.cosign/sigs", "dev.cosignproject.cosign/atts");

  private LayoutReferrers() {}

  /** The entries of {@code store}'s index.json that refer to {@code subject}. */
  static List<Descriptor> of(
      LayoutContentStore store,
      Digest subject,
      Optional<String> artifactType,
      ScanContext context) {
    List<Descriptor> referrers = new ArrayList<>();
    for (Descriptor entry : store.entries()) {
      if (!entry.mediaType().isManifest()) {
        continue;
      }
      if (COSIGN_KINDS.contains(entry.annotations().getOrDefault(COSIGN_KIND, ""))) {
        referrers.add(entry);
        continue;
      }
      Manifest manifest = read(store, entry, context);
      if (manifest.subject().map(Descriptor::digest).filter(subject::equals).isPresent()) {
        referrers.add(withType(entry, manifest));
      }
    }
    return referrers.stream()
        .filter(one -> artifactType.isEmpty() || one.artifactType().equals(artifactType))
        .toList();
  }

  private static Manifest read(LayoutContentStore store, Descriptor entry, ScanContext context) {
    ContentStore.StoredManifest stored = store.manifestByDigest(entry.digest());
    return ManifestParser.parse(
        stored.raw(),
        entry.digest().knownAlgorithm().orElse(DigestAlgorithm.SHA256),
        Optional.of(entry.mediaType()),
        context.limits());
  }

  /** A registry's list says the type of each artifact; index.json need not. */
  private static Descriptor withType(Descriptor entry, Manifest manifest) {
    Optional<String> type =
        manifest
            .artifactType()
            .or(
                () ->
                    manifest instanceof ImageManifest image
                        ? Optional.of(image.config().mediaType().value())
                        : Optional.empty());
    return new Descriptor(
        entry.mediaType(),
        entry.digest(),
        entry.size(),
        entry.urls(),
        entry.annotations(),
        entry.platform(),
        type);
  }
}
