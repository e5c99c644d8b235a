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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Follows index, manifest and config by digest through any {@link ContentStore}, verifying each
 * document once; thread-safe.
 */
public final class ImageResolver {
  private final ContentStore store;
  private final ScanContext context;
  private final DocumentReader documents;
  private final Map<String, DocumentReader.Verified> roots = new ConcurrentHashMap<>();

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

  /**
   * The document that {@code root} leads to, read once however often it is asked for.
   *
   * @throws ScanException as {@link #resolve} does
   */
  public Manifest root(Root root) {
    return open(root).manifest();
  }

  private DocumentReader.Verified open(Root root) {
    String key = key(root);
    DocumentReader.Verified known = roots.get(key);
    if (known == null) {
      known = read(root);
      roots.put(key, known);
    }
    return known;
  }

  /** Text, because a record's own hash code would start java.lang.invoke in every short scan. */
  private static String key(Root root) {
    if (root instanceof Root.Tag tag) {
      return "tag ".concat(tag.tag());
    }
    return root instanceof Root.ByDigest byDigest
        ? "digest ".concat(byDigest.digest().toString())
        : "descriptor ".concat(((Root.ByDescriptor) root).descriptor().digest().toString());
  }

  private DocumentReader.Verified read(Root root) {
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
    if (selection instanceof PlatformSelection.One one) {
      return selectOne(builder, leaves, one.platform(), requested);
    }
    return selectAll(builder, leaves, requested);
  }

  private ResolvedImages selectOne(
      ImageBuilder builder, List<Leaf> leaves, Platform wanted, String requested) {
    List<Leaf> candidates = leaves.stream().filter(Leaf::isImage).toList();
    Leaf chosen =
        chooseOne(builder, candidates, wanted)
            .orElseThrow(() -> noPlatform(candidates, wanted, requested));
    List<ImageAnomaly> anomalies = new ArrayList<>(falseClaims(leaves));
    AmbiguityRule.Judgement besides =
        new AmbiguityRule(builder, context).judge(leaves, chosen, wanted);
    besides.anomaly().ifPresent(anomalies::add);
    return new ResolvedImages(
        List.of(builder.image(chosen, anomalies, besides.copies())),
        leaves.stream().map(leaf -> child(leaf, leaf.equals(chosen))).toList());
  }

  private static ResolvedImages selectAll(
      ImageBuilder builder, List<Leaf> leaves, String requested) {
    List<ImageAnomaly> anomalies = new ArrayList<>(falseClaims(leaves));
    List<Leaf> selected = new ArrayList<>();
    List<Child> children = new ArrayList<>();
    for (Leaf leaf : leaves) {
      Optional<String> artifact =
          leaf.isImage() ? IndexWalk.artifactType(builder.manifest(leaf)) : Optional.empty();
      if (leaf.isImage() && artifact.isEmpty()) {
        selected.add(leaf);
      }
      children.add(artifact.map(type -> artifactChild(leaf, type)).orElse(child(leaf, true)));
      if (mayRunUnscanned(builder, leaf, artifact.isPresent())) {
        anomalies.add(runnable(leaf, artifact.orElse(leaf.descriptor().mediaType().value())));
      }
    }
    if (selected.isEmpty()) {
      throw onlyArtifacts(requested);
    }
    return new ResolvedImages(
        selected.stream().map(leaf -> builder.image(leaf, anomalies, List.of())).toList(),
        children);
  }

  /** A real platform is what podman chooses by; an artifact has no use for one. */
  private static boolean mayRunUnscanned(ImageBuilder builder, Leaf leaf, boolean isArtifact) {
    boolean hasPlatform =
        leaf.platform().or(leaf::inherited).filter(p -> !p.isUnknown()).isPresent();
    return leaf.role() == IndexWalk.LeafRole.ARTIFACT
        ? hasPlatform
        : isArtifact && (hasPlatform || IndexWalk.mayRun(builder.manifest(leaf)));
  }

  private static ImageAnomaly runnable(Leaf leaf, String type) {
    return new ImageAnomaly(
        ImageAnomaly.Kind.RUNNABLE_ARTIFACT,
        "manifest " + leaf.descriptor().digest(),
        "It is no image by its type "
            + Text.excerpt(type)
            + " and was not scanned, but podman runs it"
            + leaf.platform().map(p -> " for " + Text.excerpt(p.toString())).orElse(""));
  }

  private static List<ImageAnomaly> falseClaims(List<Leaf> leaves) {
    return leaves.stream()
        .filter(leaf -> leaf.role() == IndexWalk.LeafRole.FALSE_ATTESTATION)
        .map(
            leaf ->
                new ImageAnomaly(
                    ImageAnomaly.Kind.FALSE_ATTESTATION,
                    "manifest " + leaf.descriptor().digest(),
                    leaf.note()))
        .toList();
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
