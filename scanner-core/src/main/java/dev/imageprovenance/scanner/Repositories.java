package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.registry.RegistryContentStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The repositories that one comparison asks, each opened once; not thread-safe. */
final class Repositories implements Closeable {
  private final RegistryOptions options;
  private final ScanContext context;
  private final Map<String, RepositoryView> views = new HashMap<>();
  private final Map<String, Patience> patience = new HashMap<>();

  Repositories(RegistryOptions options, ScanContext context) {
    this.options = options;
    this.context = context;
  }

  /** The repository of that reference. */
  RepositoryView of(Reference reference) {
    return views.computeIfAbsent(
        reference.registry() + "/" + reference.repository(),
        name ->
            new RepositoryView(
                RegistryContentStore.connect(reference, options, context),
                context,
                patience.computeIfAbsent(reference.registry(), Patience::new)));
  }

  /** Closes all; the first failure is told after the last was tried. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (RepositoryView view : views.values()) {
      try {
        view.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
