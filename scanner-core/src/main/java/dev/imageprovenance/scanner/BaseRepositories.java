package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.lineage.BaseIndex;
import dev.imageprovenance.scanner.lineage.BaseShelf;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The repositories in which bases are looked for, each with what is remembered of it; not
 * thread-safe. Closing it keeps what is new.
 *
 * <p>The request's own password goes to the one registry that it is for; plain http and a client's
 * certificate to registries that the request names. What only an image names gets none of these.
 */
final class BaseRepositories implements Closeable {
  private final Repositories trusted;
  private final Repositories named;
  private final Repositories claimed;
  private final Optional<String> passwordFor;
  private final Set<String> namedRegistries;
  private final boolean offline;
  private final BaseIndex index;
  private final Map<String, BaseShelf> shelves = new HashMap<>();

  /**
   * @param passwordFor the registry that a password of the request is for
   * @param namedRegistries those that the request names
   * @param offline whether none may be asked
   */
  BaseRepositories(
      RegistryOptions options,
      ScanContext context,
      Optional<String> passwordFor,
      Set<String> namedRegistries,
      boolean offline,
      BaseIndex index) {
    this.trusted = new Repositories(options, context);
    this.named = new Repositories(options.withoutCredentials(), context);
    RegistryOptions ofStrangers =
        options.withoutCredentials().withoutClientCertificate().withPlainHttp(false);
    this.claimed = new Repositories(ofStrangers, context);
    this.passwordFor = passwordFor;
    this.namedRegistries = Set.copyOf(namedRegistries);
    this.offline = offline;
    this.index = index;
  }

  /**
   * The repository.
   *
   * @throws ScanException if no registry may be asked
   */
  RepositoryView view(Reference reference) {
    if (offline) {
      throw new ScanException(
          ProblemKind.UNREACHABLE, "offline, so that its registry was not asked");
    }
    if (passwordFor.filter(reference.registry()::equals).isPresent()) {
      return trusted.of(reference);
    }
    return namedRegistries.contains(reference.registry())
        ? named.of(reference)
        : claimed.of(reference);
  }

  /** What is remembered of the repository. */
  BaseShelf shelf(Reference reference) {
    return shelves.computeIfAbsent(name(reference), index::load);
  }

  private static String name(Reference reference) {
    return reference.registry() + "/" + reference.repository();
  }

  @Override
  public void close() throws IOException {
    shelves.forEach(index::save);
    try (trusted;
        named;
        claimed) {
      // Each is closed, whatever closing the others does.
    }
  }
}
