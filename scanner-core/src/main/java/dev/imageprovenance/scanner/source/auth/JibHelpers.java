package dev.imageprovenance.scanner.source.auth;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryLogin;
import java.io.Closeable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Credential helpers and cloud keychains through jib, whose types stay in here; thread-safe. jib's
 * classes load when a helper is first asked. A helper that does not answer is left behind after a
 * while.
 */
final class JibHelpers implements CredentialHelpers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HUB = "docker.io";
  private static final String PREFIX = "docker-credential-";

  private final String registry;
  private final String repository;
  private final Map<String, String> environment;
  private final Cancellation cancellation;

  JibHelpers(
      String registry,
      String repository,
      Map<String, String> environment,
      Cancellation cancellation) {
    this.registry = registry;
    this.repository = repository;
    this.environment = environment;
    this.cancellation = cancellation;
  }

  @Override
  public Optional<RegistryCredential> named(Path config, String helper) {
    String program = PREFIX + Text.excerpt(helper);
    String file = Text.escape(config.toString());
    if (!isOnPath(PREFIX + helper)) {
      throw new HelperFailure(
          "the credential helper " + program + ", which " + file + " names, is not on the PATH");
    }
    // jib reads the file's own entries, too, when the helper has nothing.
    return ask(file + " with " + program, () -> factory(Map.of()).dockerConfig(config));
  }

  @Override
  public Optional<RegistryCredential> program(RegistryLogin.Helper helper) {
    boolean isPath = helper.helper().indexOf('/') >= 0 || helper.helper().indexOf('\\') >= 0;
    String program = isPath ? helper.helper() : PREFIX + helper.helper();
    String named = Text.excerpt(program) + ", which " + helper.source() + " names,";
    if (isPath ? !isExecutable(program) : !isOnPath(program)) {
      throw new HelperFailure(
          "the credential helper " + named + (isPath ? " is no program" : " is not on the PATH"));
    }
    return ask(
        "the credential helper " + named,
        () -> factory(helper.environment()).dockerCredentialHelper(Path.of(program)));
  }

  @Override
  public Optional<RegistryCredential> ofTheCloud() {
    for (String program : cloudPrograms()) {
      if (isOnPath(program)) {
        Optional<RegistryCredential> credential =
            ask(program, () -> factory(Map.of()).dockerCredentialHelper(program));
        if (credential.isPresent()) {
          return credential;
        }
      }
    }
    return isGoogle()
        ? ask(
            "Google's application default credentials",
            () -> factory(Map.of()).googleApplicationDefaultCredentials())
        : Optional.empty();
  }

  private boolean isGoogle() {
    return registry.equals("gcr.io")
        || registry.endsWith(".gcr.io")
        || registry.endsWith(".pkg.dev");
  }

  private List<String> cloudPrograms() {
    if (isGoogle()) {
      return List.of("docker-credential-gcr", "docker-credential-gcloud");
    }
    if (registry.endsWith(".amazonaws.com")
        || registry.endsWith(".amazonaws.com.cn")
        || registry.equals("public.ecr.aws")) {
      return List.of("docker-credential-ecr-login");
    }
    if (registry.endsWith(".azurecr.io")) {
      return List.of("docker-credential-acr-env", "docker-credential-acr-linux");
    }
    return List.of();
  }

  private boolean isOnPath(String program) {
    if (program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0) {
      return false;
    }
    String path = environment.getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .flatMap(
            directory -> Stream.of(program, program + ".exe").map(name -> directory + "/" + name))
        .anyMatch(JibHelpers::isExecutable);
  }

  private static boolean isExecutable(String file) {
    try {
      return Files.isExecutable(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private Optional<RegistryCredential> ask(String source, Supplier<CredentialRetriever> choice) {
    CompletableFuture<Optional<RegistryCredential>> answer = new CompletableFuture<>();
    Runnable work =
        () -> {
          try {
            answer.complete(choice.get().retrieve().map(credential -> ours(credential, source)));
          } catch (CredentialRetrievalException | RuntimeException | LinkageError e) {
            // Its message may repeat what the helper printed, and that may be a password.
            answer.completeExceptionally(
                new HelperFailure(source + " failed (" + e.getClass().getSimpleName() + ")"));
          }
        };
    Thread thread = new Thread(work, "credential helper");
    thread.setDaemon(true);
    thread.start();
    return await(answer, source);
  }

  private Optional<RegistryCredential> await(
      CompletableFuture<Optional<RegistryCredential>> answer, String source) {
    Closeable wake = () -> answer.cancel(true);
    cancellation.register(wake);
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HelperFailure(source + " did not answer within " + PATIENCE.toSeconds() + " s");
    } catch (CancellationException e) {
      cancellation.throwIfCancelled();
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HelperFailure failure
          ? failure
          : new HelperFailure(source + " failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScanException(ProblemKind.CANCELLED, "The scan's thread was interrupted", null, e);
    } finally {
      cancellation.unregister(wake);
    }
  }

  private CredentialRetrieverFactory factory(Map<String, String> further) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(further);
    String jibRegistry = registry.equals(HUB) ? "registry-1.docker.io" : registry;
    ImageReference image = ImageReference.of(jibRegistry, repository, "latest");
    return CredentialRetrieverFactory.forImage(image, event -> {}, variables);
  }

  private static RegistryCredential ours(Credential credential, String source) {
    return credential.isOAuth2RefreshToken()
        ? new RegistryCredential.IdentityToken(credential.getPassword(), source)
        : new RegistryCredential.UserAndPassword(
            credential.getUsername(), credential.getPassword(), source);
  }
}
