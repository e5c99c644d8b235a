package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageResolver;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.registry.RegistryContentStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A repository of which nothing is asked twice; not thread-safe. */
final class RepositoryView implements Closeable {
  private final RegistryContentStore store;
  private final Patience patience;
  private final ImageResolver resolver;
  private final Remembered<Digest, Optional<Manifest>> documents = new Remembered<>(this::read);
  private final Remembered<String, Optional<Digest>> tags = new Remembered<>(this::readTag);
  private final Remembered<Wanted, Image> images = new Remembered<>(this::resolve);

  RepositoryView(RegistryContentStore store, ScanContext context, Patience patience) {
    this.store = store;
    this.patience = patience;
    this.resolver = new ImageResolver(store, context);
  }

  private record Wanted(Digest digest, Platform platform) {}

  /** The repository with its registry. */
  String name() {
    return store.name();
  }

  /** The verified document of that digest; empty if the registry says that it has none. */
  Optional<Manifest> find(Digest digest) {
    return documents.get(digest);
  }

  /** What the tag points at now, by the registry's word; empty if there is no such tag. */
  Optional<Digest> tag(String tag) {
    return tags.get(tag);
  }

  /** All tags, in the registry's order; asked for anew each time. */
  List<String> tags() {
    return ask(store::tags);
  }

  /**
   * The documents of one image.
   *
   * @param digest of its manifest, or of an index
   * @param platform which image of an index; the only one where there is one
   */
  Image image(Digest digest, Platform platform) {
    return images.get(new Wanted(digest, platform));
  }

  /** The platforms of an index, those of attestations left out; empty for anything else. */
  static List<Platform> platforms(Manifest document) {
    return document instanceof ImageIndex index
        ? index.manifests().stream()
            .flatMap(child -> child.platform().stream())
            .filter(platform -> !platform.isUnknown())
            .distinct()
            .toList()
        : List.of();
  }

  /** The digests of an index' children; empty for anything else. */
  static List<Digest> children(Manifest document) {
    return document instanceof ImageIndex index
        ? index.manifests().stream().map(Descriptor::digest).toList()
        : List.of();
  }

  private Optional<Manifest> read(Digest digest) {
    return ask(
        () -> {
          try {
            return Optional.of(resolver.root(new ImageResolver.Root.ByDigest(digest)));
          } catch (ScanException e) {
            if (e.kind() == ProblemKind.NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private Optional<Digest> readTag(String tag) {
    return ask(
        () -> {
          Optional<RegistryContentStore.Head> head = store.head(tag);
          // Registries need not say the digest to HEAD.
          return head.isPresent() && head.get().digest().isEmpty()
              ? Optional.of(resolver.root(new ImageResolver.Root.Tag(tag)).digest())
              : head.flatMap(RegistryContentStore.Head::digest);
        });
  }

  private Image resolve(Wanted wanted) {
    List<Platform> platforms =
        find(wanted.digest()).map(RepositoryView::platforms).orElse(List.of());
    Platform platform = platforms.size() == 1 ? platforms.get(0) : wanted.platform();
    return ask(
        () ->
            resolver
                .resolve(
                    name() + "@" + wanted.digest(),
                    new ImageResolver.Root.ByDigest(wanted.digest()),
                    new PlatformSelection.One(platform, false))
                .images()
                .get(0));
  }

  private <T> T ask(Supplier<T> question) {
    return patience.ask(question);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
