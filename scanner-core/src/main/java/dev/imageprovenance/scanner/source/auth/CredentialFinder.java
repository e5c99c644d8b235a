package dev.imageprovenance.scanner.source.auth;

import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.source.RegistryLogin;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks for the credentials of one repository: those that were given, then those that the front-end
 * knows, then the files of podman and docker in the order podman has them, then the helpers of the
 * registry's cloud; thread-safe, stateless between calls.
 */
final class CredentialFinder {
  private static final List<String> HUB_NAMES =
      List.of("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

  private final String registry;
  private final String repository;
  private final RegistryOptions options;
  private final CredentialHelpers helpers;
  private final Progress progress;

  CredentialFinder(
      String registry,
      String repository,
      RegistryOptions options,
      CredentialHelpers helpers,
      Progress progress) {
    this.registry = registry;
    this.repository = repository;
    this.options = options;
    this.helpers = helpers;
    this.progress = progress;
  }

  /**
   * The first credentials found.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind CONFIGURATION if a file on
   *     the way is broken; a helper that is missing or fails is a note
   */
  Optional<RegistryCredential> find() {
    if (options.credentials().isPresent()) {
      RegistryOptions.Credentials given = options.credentials().get();
      return Optional.of(
          new RegistryCredential.UserAndPassword(
              given.username(), given.password(), "the options of this scan"));
    }
    Optional<RegistryCredential> known = fromLogins();
    if (known.isPresent()) {
      return known;
    }
    for (Path file : files()) {
      Optional<RegistryCredential> found = AuthFile.read(file).flatMap(this::fromFile);
      if (found.isPresent()) {
        return found;
      }
    }
    return ask(helpers::ofTheCloud);
  }

  /** Where {@link #find} looks, for a message. */
  String places() {
    Set<Path> files = files();
    return files.isEmpty()
        ? "no place (neither HOME nor DOCKER_CONFIG nor REGISTRY_AUTH_FILE is set)"
        : files.stream()
            .map(file -> Text.escape(file.toString()))
            .collect(Collectors.joining(", "));
  }

  private Optional<RegistryCredential> fromLogins() {
    for (String name : names()) {
      for (RegistryLogin login : options.logins().of(name)) {
        Optional<RegistryCredential> found = fromLogin(login);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<RegistryCredential> fromLogin(RegistryLogin login) {
    if (login instanceof RegistryLogin.Password password) {
      return Optional.of(
          new RegistryCredential.UserAndPassword(
              password.credentials().username(),
              password.credentials().password(),
              password.source()));
    }
    return ask(() -> helpers.program((RegistryLogin.Helper) login));
  }

  private Optional<RegistryCredential> fromFile(AuthFile file) {
    Optional<RegistryCredential> scoped = file.credentialFor(repositoryKeys());
    if (scoped.isPresent()) {
      return scoped;
    }
    Optional<String> helper = file.helperFor(names());
    if (helper.isPresent()) {
      Optional<RegistryCredential> kept = ask(() -> helpers.named(file.path(), helper.get()));
      if (kept.isPresent()) {
        return kept;
      }
    }
    return file.credentialFor(names());
  }

  private Optional<RegistryCredential> ask(Supplier<Optional<RegistryCredential>> helper) {
    try {
      return helper.get();
    } catch (CredentialHelpers.HelperFailure e) {
      progress.note("Credentials for " + registry + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private List<String> names() {
    return HUB_NAMES.contains(registry) ? HUB_NAMES : List.of(registry);
  }

  /** podman's keys below the host, the most specific first. */
  private List<String> repositoryKeys() {
    List<String> keys = new ArrayList<>();
    for (String path = repository; !path.isEmpty(); path = parent(path)) {
      for (String name : names()) {
        keys.add(name + "/" + path);
      }
    }
    return keys;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    variable("REGISTRY_AUTH_FILE").map(Path::of).ifPresent(files::add);
    variable("XDG_RUNTIME_DIR")
        .map(directory -> Path.of(directory, "containers", "auth.json"))
        .ifPresent(files::add);
    variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .or(() -> variable("HOME").map(home -> Path.of(home, ".config")))
        .map(directory -> directory.resolve("containers").resolve("auth.json"))
        .ifPresent(files::add);
    variable("DOCKER_CONFIG")
        .map(Path::of)
        .or(() -> variable("HOME").map(home -> Path.of(home, ".docker")))
        .map(directory -> directory.resolve("config.json"))
        .ifPresent(files::add);
    return files;
  }

  private Optional<String> variable(String name) {
    Map<String, String> environment = options.environment();
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
