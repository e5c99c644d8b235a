package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.ResolvedImages;
import dev.imageprovenance.scanner.source.ResolvedImages.Child;
import dev.imageprovenance.scanner.source.ResolvedImages.Role;
import dev.imageprovenance.scanner.source.registry.RegistryContentStore;
import dev.imageprovenance.scanner.source.registry.RegistrySource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison whose documents can be read: in a registry, a layout or an archive; not
 * thread-safe. It reads no more of them than it is asked for.
 */
final class DocumentSide implements Closeable {
  private final ImageAddress address;
  private final ImageSource source;
  private @Nullable ResolvedImages all;
  private @Nullable Children children;

  DocumentSide(ImageAddress address, ImageSource source) {
    this.address = address;
    this.source = source;
  }

  /**
   * What an index holds.
   *
   * @param images platforms in the order of the index, each with the digests of its manifests in
   *     that order: of several for one platform most engines take the first, and not all of them
   * @param others children for no platform: attestations, if they are what they say
   */
  record Children(Map<Platform, Set<Digest>> images, Set<Digest> others) {}

  /** The digest of the root, computed here; an archive without manifest has none. */
  Optional<Digest> rootDigest() {
    Optional<Digest> digest = source.root().map(Manifest::digest);
    return digest.isPresent() ? digest : firstDocument().map(Resolution.Step::digest);
  }

  /** True when the root is an index, of however many platforms. */
  boolean isIndex() {
    Optional<Manifest> root = source.root();
    return root.isPresent()
        ? root.get() instanceof ImageIndex
        : firstDocument().filter(step -> step.kind() == DigestKind.INDEX).isPresent()
            || all().images().size() > 1;
  }

  private Optional<Resolution.Step> firstDocument() {
    return all().images().get(0).resolution().steps().stream()
        .findFirst()
        .filter(step -> step.kind() == DigestKind.INDEX || step.kind() == DigestKind.MANIFEST);
  }

  private ResolvedImages all() {
    ResolvedImages known = all;
    if (known == null) {
      known = source.resolve(new PlatformSelection.All());
      all = known;
    }
    return known;
  }

  /** What the index holds, read from its descriptors where those tell all. */
  Children children() {
    Children known = children;
    if (known == null) {
      known =
          source
              .root()
              .filter(ImageIndex.class::isInstance)
              .flatMap(index -> described((ImageIndex) index))
              .orElseGet(this::resolved);
      children = known;
    }
    return known;
  }

  /** Empty where a descriptor leaves open what its child is: nested, without platform, repeated. */
  private static Optional<Children> described(ImageIndex index) {
    Map<Platform, Set<Digest>> images = new LinkedHashMap<>();
    Set<Digest> others = new TreeSet<>();
    for (Descriptor child : index.manifests()) {
      if (child.platform().isEmpty() || !child.mediaType().isManifest()) {
        return Optional.empty();
      }
      if (child.platform().get().isUnknown()) {
        others.add(child.digest());
      } else {
        add(images, child.platform().get(), child.digest());
      }
    }
    return Optional.of(new Children(images, others));
  }

  private Children resolved() {
    Map<Platform, Set<Digest>> images = new LinkedHashMap<>();
    all().images().forEach(image -> add(images, platform(image), digest(image)));
    Set<Digest> others =
        all().children().stream()
            .filter(child -> child.role() != Role.SELECTED)
            .map(Child::digest)
            .collect(Collectors.toCollection(TreeSet::new));
    return new Children(images, others);
  }

  private static void add(Map<Platform, Set<Digest>> images, Platform platform, Digest digest) {
    images.computeIfAbsent(platform.normalized(), key -> new LinkedHashSet<>()).add(digest);
  }

  private static Digest digest(Image image) {
    return image.manifest().map(Manifest::digest).orElse(image.config().digest());
  }

  /**
   * Of {@code digests}, those that no proven attestation has: an engine may be made to run them.
   */
  Set<Digest> notAttestations(Set<Digest> digests) {
    Set<Digest> rest = new TreeSet<>(digests);
    all().children().stream()
        .filter(child -> child.role() == Role.ATTESTATION)
        .forEach(child -> rest.remove(child.digest()));
    return rest;
  }

  private static Platform platform(Image image) {
    return image.indexDescriptor().flatMap(Descriptor::platform).orElse(image.config().platform());
  }

  /**
   * The image for {@code platform}.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException NOT_FOUND with the list of platforms
   *     when there is none
   */
  Image image(Platform platform) {
    return source.resolve(new PlatformSelection.One(platform, true)).images().get(0);
  }

  /**
   * The image of that manifest, which {@link #children} lists for {@code platform}.
   *
   * @throws ScanException UNSUPPORTED when no resolution leads to it
   */
  Image image(Platform platform, Digest manifest) {
    if (all == null) {
      Image chosen = image(platform);
      if (digest(chosen).equals(manifest)) {
        return chosen;
      }
    }
    return all().images().stream()
        .filter(image -> digest(image).equals(manifest))
        .findFirst()
        .orElseThrow(
            () ->
                new ScanException(
                    ProblemKind.UNSUPPORTED,
                    "The index of "
                        + Text.escape(address.text())
                        + " lists manifest "
                        + manifest
                        + " for "
                        + Text.excerpt(platform.toString())
                        + ", but it is no image that could be compared"));
  }

  /** All images, of every platform. */
  List<Image> images() {
    return all().images();
  }

  /** True when its bytes lie here: then they are hashed before anything is said of them. */
  boolean isLocal() {
    return repository().isEmpty();
  }

  /** The image of a side that is no index. */
  Image onlyImage() {
    return all().images().get(0);
  }

  /** What lies beside the image, where this side has a place for it. */
  Optional<ContentStore> store() {
    return source.store();
  }

  /** The kind of place. */
  SourceKind kind() {
    return isLocal() ? onlyImage().resolution().source() : SourceKind.REGISTRY;
  }

  /** The root, where it can be had without reading anything else. */
  Optional<Manifest> root() {
    return source.root();
  }

  /** The tag by which this side was read in a registry, when it was. */
  Optional<String> readTag() {
    return address instanceof ImageAddress.InRegistry registry
            && registry.reference().digest().isEmpty()
        ? Optional.of(registry.reference().tag().orElse("latest"))
        : Optional.empty();
  }

  /** The repository, when this side is in a registry. */
  Optional<RegistryContentStore> repository() {
    return source instanceof RegistrySource registry
        ? Optional.of(registry.repository())
        : Optional.empty();
  }

  /** This side as a report names it. */
  Comparison.Side describe() {
    List<KnownDigest> digests = new ArrayList<>();
    rootDigest()
        .ifPresent(
            digest ->
                digests.add(
                    new KnownDigest(
                        isIndex() ? DigestKind.INDEX : DigestKind.MANIFEST,
                        digest,
                        DigestOrigin.COMPUTED,
                        Optional.empty())));
    Optional<RegistryContentStore> repository = repository();
    return new Comparison.Side(
        address.text(),
        repository.isPresent() ? SourceKind.REGISTRY : onlyImage().resolution().source(),
        repository.isPresent() ? repository.get().name() : onlyImage().resolution().servedBy(),
        Optional.empty(),
        new ImageIdentity(digests, Optional.empty()));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
