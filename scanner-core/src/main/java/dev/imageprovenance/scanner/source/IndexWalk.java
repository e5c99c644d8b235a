package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lists what an index holds, nested ones in place; not thread-safe. Only nested indexes and claimed
 * attestations are read on the way.
 */
final class IndexWalk {
  private final DocumentReader documents;
  private final Limits limits;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Set<Digest> open = new HashSet<>();

  IndexWalk(DocumentReader documents, Limits limits) {
    this.documents = documents;
    this.limits = limits;
  }

  /** What a child is, as far as it can be told without reading images. */
  enum LeafRole {
    IMAGE,
    ATTESTATION,
    FALSE_ATTESTATION,
    ARTIFACT
  }

  /**
   * A child that is no index.
   *
   * @param descriptor what its index says of it
   * @param parents the indexes that lead to it, outermost first
   * @param inherited the platform that the innermost nested index with one has
   * @param role what it is
   * @param note why, in a few words; may be empty
   * @param verified its manifest, when it had to be read to tell
   */
  record Leaf(
      Descriptor descriptor,
      List<ImageIndex> parents,
      Optional<Platform> inherited,
      LeafRole role,
      String note,
      Optional<DocumentReader.Verified> verified) {

    boolean isImage() {
      return role == LeafRole.IMAGE || role == LeafRole.FALSE_ATTESTATION;
    }

    Optional<Platform> platform() {
      return descriptor.platform();
    }

    private Leaf as(LeafRole other, String why, Optional<DocumentReader.Verified> read) {
      return new Leaf(descriptor, parents, inherited, other, why, read);
    }

    boolean isDirect() {
      return parents.size() == 1;
    }
  }

  /** The type of an artifact that is no image; empty for an image. */
  static Optional<String> artifactType(ImageManifest manifest) {
    MediaType config = manifest.config().mediaType();
    return config.isImageConfig()
        ? Optional.empty()
        : Optional.of(manifest.artifactType().orElse(config.value()));
  }

  /**
   * True when some engine runs the manifest: podman asks for no config type of Docker manifests,
   * and what has file system layers can be unpacked.
   */
  static boolean mayRun(ImageManifest manifest) {
    return artifactType(manifest).isEmpty()
        || manifest.mediaType().equals(MediaType.DOCKER_MANIFEST)
        || manifest.layers().stream().anyMatch(layer -> layer.mediaType().isLayer());
  }

  List<Leaf> walk(ImageIndex root) {
    descend(root, List.of(), Optional.empty());
    return leaves;
  }

  private void descend(ImageIndex index, List<ImageIndex> parents, Optional<Platform> inherited) {
    if (parents.size() >= limits.indexDepth()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "Indexes are nested deeper than the limit indexDepth of " + limits.indexDepth());
    }
    if (!open.add(index.digest())) {
      throw new ScanException(
          ProblemKind.MALFORMED, "Index " + index.digest() + " contains itself");
    }
    List<ImageIndex> path = new ArrayList<>(parents);
    path.add(index);
    for (Descriptor child : index.manifests()) {
      if (child.mediaType().isIndex()) {
        DocumentReader.Verified nested = documents.byDescriptor(child);
        if (nested.manifest() instanceof ImageIndex nestedIndex) {
          descend(nestedIndex, path, child.platform().or(() -> inherited));
          continue;
        }
      }
      add(leaf(child, index, List.copyOf(path), inherited));
    }
    open.remove(index.digest());
  }

  private void add(Leaf leaf) {
    if (leaves.size() >= limits.indexManifests()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The index and its nested indexes list more manifests than the limit indexManifests of "
              + limits.indexManifests());
    }
    leaves.add(leaf);
  }

  private Leaf leaf(
      Descriptor child, ImageIndex index, List<ImageIndex> path, Optional<Platform> inherited) {
    Leaf image = new Leaf(child, path, inherited, LeafRole.IMAGE, "", Optional.empty());
    if (!child.mediaType().isManifest() && !child.mediaType().isIndex()) {
      return image.as(LeafRole.ARTIFACT, "type " + child.mediaType(), Optional.empty());
    }
    if (!AttestationRule.isClaimed(child)) {
      return image;
    }
    Optional<String> contradiction = AttestationRule.contradiction(child, index);
    if (contradiction.isPresent()) {
      return falseAttestation(image, contradiction.get(), Optional.empty());
    }
    Optional<DocumentReader.Verified> verified = ifThere(child);
    if (verified.isEmpty()) {
      return image.as(
          LeafRole.ARTIFACT, "labelled as an attestation, and not here", Optional.empty());
    }
    Optional<String> inside = AttestationRule.contradiction(verified.get().manifest());
    return inside.isPresent()
        ? falseAttestation(image, inside.get(), verified)
        : image.as(LeafRole.ATTESTATION, "", verified);
  }

  /** Engines and partial copies keep the images that they need, and not what attests to them. */
  private Optional<DocumentReader.Verified> ifThere(Descriptor child) {
    try {
      return Optional.of(documents.byDescriptor(child));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Leaf falseAttestation(
      Leaf child, String why, Optional<DocumentReader.Verified> verified) {
    return child.as(LeafRole.FALSE_ATTESTATION, "labelled as an attestation, but " + why, verified);
  }

  /** The manifest of a leaf that must be one. */
  static ImageManifest requireManifest(Manifest manifest) {
    if (manifest instanceof ImageManifest image) {
      return image;
    }
    throw new ScanException(
        ProblemKind.MALFORMED,
        "Manifest "
            + manifest.digest()
            + " is an index, but the index that lists it calls it an image manifest");
  }
}
