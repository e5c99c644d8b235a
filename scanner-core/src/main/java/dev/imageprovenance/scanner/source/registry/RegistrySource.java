package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageResolver;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.ResolvedImages;
import java.io.IOException;
import java.util.Optional;

/** An image in a registry; thread-safe. A digest in its reference wins over a tag beside it. */
public final class RegistrySource implements ImageSource {
  private final ImageAddress.InRegistry address;
  private final RegistryContentStore store;
  private final ImageResolver resolver;
  private final ImageResolver.Root start;

  private RegistrySource(
      ImageAddress.InRegistry address, RegistryContentStore store, ScanContext context) {
    this.address = address;
    this.store = store;
    this.resolver = new ImageResolver(store, context);
    this.start = start(address.reference());
  }

  /**
   * Opens {@code address}; the registry is asked when it is resolved.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind CONFIGURATION if the options
   *     contradict each other
   */
  public static RegistrySource open(
      ImageAddress.InRegistry address, RegistryOptions options, ScanContext context) {
    return new RegistrySource(
        address, RegistryContentStore.connect(address.reference(), options, context), context);
  }

  @Override
  public ResolvedImages resolve(PlatformSelection selection) {
    return resolver.resolve(address.text(), start, selection);
  }

  @Override
  public Optional<Manifest> root() {
    return Optional.of(resolver.root(start));
  }

  /** The repository, for what is beside the image: tags, other digests. */
  public RegistryContentStore repository() {
    return store;
  }

  @Override
  public Optional<ContentStore> store() {
    return Optional.of(store);
  }

  private static ImageResolver.Root start(Reference reference) {
    return reference
        .digest()
        .<ImageResolver.Root>map(ImageResolver.Root.ByDigest::new)
        .orElseGet(() -> new ImageResolver.Root.Tag(reference.tag().orElse("latest")));
  }

  /** Closes the connections that the resolved images' layers are read over. */
  @Override
  public void close() throws IOException {
    store.close();
  }
}
