package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.IndexWalk.Leaf;
import dev.imageprovenance.scanner.source.ResolvedImages.Child;
import dev.imageprovenance.scanner.source.ResolvedImages.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows index, manifest and config by digest through any {@link ContentStore}, verifying each
 * document once; thread-safe.
 */
public final class ImageResolver {
  private final ContentStore store;
  private final ScanContext context;
  private final DocumentReader documents;

  /** Resolves in {@code store}. */
  public ImageResolver(ContentStore store, ScanContext context) {
    this.store = store;
    this.context = context;
    this.documents = new DocumentReader(store, context);
  }

  /** Where resolution starts. */
  public sealed interface Root {
    /** What a tag points at now. */
    record Tag(String tag) implements Root {}

    /** A digest that a person gave. */
    record ByDigest(Digest digest) implements Root {}

    /**
     * A descriptor from a layout's index.json.
     *
     * @param from how it was chosen, for the report: "ref name 1.0", "the only image"
     */
    record ByDescriptor(Descriptor descriptor, String from) implements Root {}
  }

  /**
   * Resolves {@code root} for {@code selection}.
   *
   * @param requested the address as a person wrote it
   * @throws ScanException NOT_FOUND with the list of platforms when none fits; UNSUPPORTED for an
   *     artifact that is no image; INTEGRITY, MALFORMED, LIMIT or what the store throws
   */
  public ResolvedImages resolve(String requested, Root root, PlatformSelection selection) {
    DocumentReader.Verified start = open(root);
    ImageBuilder builder = new ImageBuilder(store, documents, requested, from(root), start);
    if (start.manifest() instanceof ImageManifest manifest) {
      requireImage(manifest, requested);
      Image image = builder.image(manifest);
      requireWanted(image.config().platform(), selection, requested);
      return new ResolvedImages(List.of(image), List.of());
    }
    List<Leaf> leaves =
        new IndexWalk(documents, context.limits()).walk((ImageIndex) start.manifest());
    return select(builder, leaves, selection, requested);
  }

  private DocumentReader.Verified open(Root root) {
    if (root instanceof Root.Tag tag) {
      return documents.byTag(tag.tag());
    }
    if (root instanceof Root.ByDigest byDigest) {
      return documents.byDigest(byDigest.digest());
    }
    return documents.byDescriptor(((Root.ByDescriptor) root).descriptor());
  }

  private static String from(Root root) {
    if (root instanceof Root.Tag tag) {
      return "tag " + tag.tag();
    }
    return root instanceof Root.ByDescriptor descriptor ? descriptor.from() : "digest";
  }

  private static void requireImage(ImageManifest manifest, String requested) {
    IndexWalk.artifactType(manifest)
        .ifPresent(
            type -> {
              throw new ScanException(
                  ProblemKind.UNSUPPORTED,
                  Text.escape(requested)
                      + " is an artifact of type "
                      + Text.excerpt(type)
                      + ", not an image",
                  "Name the image itself; signatures, charts and other artifacts have no file"
                      + " system to scan.",
                  null);
            });
  }

  private static void requireWanted(
      Platform platform, PlatformSelection selection, String requested) {
    if (selection instanceof PlatformSelection.One one
        && one.explicit()
        && !platform.satisfies(one.platform())) {
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          Text.escape(requested)
              + " has no image for "
              + one.platform()
              + ": it is a single image for "
              + Text.excerpt(platform.toString()),
          "Leave out --platform, or ask for " + Text.excerpt(platform.toString()) + ".",
          null);
    }
  }

  private ResolvedImages select(
      ImageBuilder builder, List<Leaf> leaves, PlatformSelection selection, String requested) {
    Set<Leaf> chosen = choose(builder, leaves, selection, requested);
    List<ImageAnomaly> falseClaims =
        leaves.stream()
            .filter(leaf -> leaf.role() == IndexWalk.LeafRole.FALSE_ATTESTATION)
            .map(
                leaf ->
                    new ImageAnomaly(
                        ImageAnomaly.Kind.FALSE_ATTESTATION,
                        "manifest " + leaf.descriptor().digest(),
                        leaf.note()))
            .toList();
    List<Image> images = new ArrayList<>();
    List<Child> children = new ArrayList<>();
    for (Leaf leaf : leaves) {
      boolean selected = chosen.contains(leaf);
      Optional<String> artifact =
          selected && selection instanceof PlatformSelection.All
              ? builder.artifactType(leaf)
              : Optional.empty();
      if (artifact.isPresent()) {
        children.add(artifactChild(leaf, artifact.get()));
        continue;
      }
      if (selected) {
        images.add(builder.image(leaf, falseClaims));
      }
      children.add(child(leaf, selected));
    }
    if (images.isEmpty()) {
      throw onlyArtifacts(requested);
    }
    return new ResolvedImages(images, children);
  }

  private Set<Leaf> choose(
      ImageBuilder builder, List<Leaf> leaves, PlatformSelection selection, String requested) {
    List<Leaf> images = leaves.stream().filter(Leaf::isImage).toList();
    if (selection instanceof PlatformSelection.One one) {
      return Set.of(
          chooseOne(builder, images, one.platform())
              .orElseThrow(() -> noPlatform(images, one.platform(), requested)));
    }
    return new HashSet<>(images);
  }

  private static ScanException onlyArtifacts(String requested) {
    return new ScanException(
        ProblemKind.UNSUPPORTED,
        Text.escape(requested) + " is an index without any image",
        "Name an image; an index of artifacts has no file system to scan.",
        null);
  }

  private static Child artifactChild(Leaf leaf, String type) {
    return new Child(
        leaf.descriptor().digest(), leaf.platform(), Role.ARTIFACT, "type " + Text.excerpt(type));
  }

  /** The exact platform before one that merely satisfies; children that name none come last. */
  private static Optional<Leaf> chooseOne(
      ImageBuilder builder, List<Leaf> images, Platform wanted) {
    return images.stream()
        .filter(leaf -> leaf.platform().map(wanted::sameAs).orElse(false))
        .findFirst()
        .or(
            () ->
                images.stream()
                    .filter(leaf -> leaf.platform().map(p -> p.satisfies(wanted)).orElse(false))
                    .findFirst())
        .or(
            () ->
                images.stream()
                    .filter(leaf -> leaf.platform().isEmpty())
                    .filter(leaf -> images.size() == 1 || builder.platform(leaf).satisfies(wanted))
                    .findFirst());
  }

  private static ScanException noPlatform(List<Leaf> images, Platform wanted, String requested) {
    Set<String> has = new TreeSet<>();
    images.forEach(
        leaf ->
            has.add(Text.excerpt(leaf.platform().map(Platform::toString).orElse("(not named)"))));
    return new ScanException(
        ProblemKind.NOT_FOUND,
        Text.escape(requested)
            + " has no image for "
            + wanted
            + "; it has: "
            + (has.isEmpty() ? "no image at all" : String.join(", ", has)),
        "Choose one with --platform, or all with --all-platforms.",
        null);
  }

  private static Child child(Leaf leaf, boolean selected) {
    Role role =
        switch (leaf.role()) {
          case ATTESTATION -> Role.ATTESTATION;
          case ARTIFACT -> Role.ARTIFACT;
          case IMAGE, FALSE_ATTESTATION -> selected ? Role.SELECTED : Role.NOT_SELECTED;
        };
    return new Child(leaf.descriptor().digest(), leaf.platform(), role, leaf.note());
  }

  /** Names a step of a resolution that an index made. */
  static Resolution.Step indexStep(String from, Manifest index) {
    return new Resolution.Step(from, DigestKind.INDEX, index.digest(), DigestOrigin.COMPUTED);
  }
}
