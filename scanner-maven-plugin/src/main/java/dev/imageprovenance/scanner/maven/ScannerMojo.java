package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.UserCache;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.maven.jib.JibCaches;
import dev.imageprovenance.scanner.maven.jib.JibConfiguration;
import dev.imageprovenance.scanner.maven.jib.JibImages;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.LogReport;
import dev.imageprovenance.scanner.report.Problems;
import dev.imageprovenance.scanner.report.ProgressLine;
import dev.imageprovenance.scanner.source.RegistryLogin;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.File;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What all goals are told, and the order in which they work; used once. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields before it asks.
abstract class ScannerMojo extends AbstractMojo {
  private final SettingsDecrypter decrypter;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /** Whether the goal does nothing. */
  @Parameter(property = "scanner.skip", defaultValue = "false")
  private boolean skip;

  /**
   * The image, as the command line takes it: {@code registry.example/app:1}, {@code
   * docker-daemon:app:1}, {@code podman:app:1}, {@code oci:DIR}, {@code oci-archive:FILE}, {@code
   * docker-archive:FILE}; relative paths begin in the module. Without it the goal looks at what jib
   * has built in this build.
   */
  @Parameter(property = "scanner.image")
  private @Nullable String image;

  /**
   * The platform of an image for several, such as {@code linux/arm64}; {@code all} for all of them.
   * Without it an image that jib has built is looked at for all of its platforms, another one for
   * this machine's.
   */
  @Parameter(property = "scanner.platform")
  private @Nullable String platform;

  /** The formats of the reports: {@code text, json, html, sarif, junit, markdown}. */
  @Parameter(property = "scanner.formats", defaultValue = "text,json,html")
  private List<String> formats;

  /** Where reports go. */
  @Parameter(
      property = "scanner.reportDirectory",
      defaultValue = "${project.build.directory}/scanner")
  private File reportDirectory;

  /** Whether it is an error that the module has built no image. */
  @Parameter(property = "scanner.failIfNoImage", defaultValue = "true")
  private boolean failIfNoImage;

  /** Allows http to registries that are not on this machine; jib's own setting allows it, too. */
  @Parameter(property = "scanner.allowInsecureRegistries", defaultValue = "false")
  private boolean allowInsecureRegistries;

  /** A PEM file of certificate authorities to trust beside the system's. */
  @Parameter(property = "scanner.caFile")
  private @Nullable File caFile;

  /** A PEM file with the client's certificate chain. */
  @Parameter(property = "scanner.clientCertificate")
  private @Nullable File clientCertificate;

  /** A PEM file with the client's unencrypted PKCS #8 key. */
  @Parameter(property = "scanner.clientKey")
  private @Nullable File clientKey;

  /** Seconds that a registry may take for one request with all its tries. */
  @Parameter(property = "scanner.timeoutSeconds", defaultValue = "120")
  private int timeoutSeconds;

  /** Whether facts of layers are kept for the next scan. */
  @Parameter(property = "scanner.useCache", defaultValue = "true")
  private boolean useCache;

  /** Where facts of layers are kept; without it in the user's own cache directory. */
  @Parameter(property = "scanner.cacheDirectory")
  private @Nullable File cacheDirectory;

  private RegistryOptions registry = RegistryOptions.defaults();

  ScannerMojo(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  /** Looks at the images that were chosen. */
  abstract void lookAt(Work work) throws MojoExecutionException, MojoFailureException;

  /** What a goal works with. */
  record Work(
      Build build,
      List<JibConfiguration> jib,
      List<Subject> subjects,
      RegistryOptions registry,
      Reports reports) {}

  @Override
  @SuppressWarnings("CatchingUnchecked")
  public final void execute() throws MojoExecutionException, MojoFailureException {
    Build build = new Build(session, project, execution);
    try {
      work(build);
    } catch (RuntimeException e) {
      throw Outcome.of(Problems.hiding(registry.secrets()).of(e), e);
    } finally {
      finished(build);
    }
  }

  /** Called however the goal has ended. */
  void finished(Build build) {}

  private void work(Build build) throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: scanner.skip is true");
      return;
    }
    boolean onceForAll = build.isFromCommandLine() && build.isGiven("scanner.image");
    if (onceForAll ? !build.isExecutionRoot() : build.isPom() && image == null) {
      getLog().debug("Skipped: this module has no image of its own");
      return;
    }
    List<JibConfiguration> jib = build.jibConfigurations();
    SubjectChoice.Chosen chosen =
        new SubjectChoice(
                new SubjectChoice.Situation(
                    build.hasJib(),
                    build.jibBindings(),
                    build.isAskedHere(),
                    jib,
                    image == null
                        ? JibImages.find(jib, build.directories().top(), build.startedAt())
                        : new JibImages(List.of(), List.of())),
                Optional.ofNullable(image).map(build.directories()::shownAddress),
                Optional.ofNullable(platform),
                failIfNoImage)
            .choose();
    if (chosen.images().isEmpty()) {
      getLog().info("Nothing to look at: " + chosen.whyNone());
      return;
    }
    registry = registry(build, jib, chosen.images());
    lookAt(
        new Work(
            build,
            jib,
            chosen.images(),
            registry,
            Reports.in(reportDirectory.toPath(), formats, execution.getGoal(), build)));
  }

  private RegistryOptions registry(
      Build build, List<JibConfiguration> jib, List<Subject> subjects) {
    Decryption decryption = new Decryption(decrypter);
    Map<String, String> environment = new HashMap<>(System.getenv());
    jib.forEach(each -> environment.putAll(each.dockerEnvironment()));
    RegistryOptions options =
        RegistryOptions.defaults()
            .withEnvironment(environment)
            .withDeadline(Duration.ofSeconds(timeoutSeconds))
            .withPlainHttp(
                allowInsecureRegistries
                    || jib.stream().anyMatch(JibConfiguration::allowInsecureRegistries))
            .withCertificates(path(caFile), path(clientCertificate), path(clientKey))
            .withLogins(
                new SettingsLogins(loginsOfJib(jib, subjects), session.getSettings(), decryption))
            .withJibCaches(
                JibCaches.directories(build.directories().build(), build::property, environment));
    return SettingsProxies.of(session.getSettings(), decryption)
        .map(options::withProxies)
        .orElse(options);
  }

  /** jib's logins are for the registry that it pushes to, and for no other. */
  private static Map<String, List<RegistryLogin>> loginsOfJib(
      List<JibConfiguration> jib, List<Subject> subjects) {
    Map<String, List<RegistryLogin>> logins = new HashMap<>();
    for (JibConfiguration each : jib) {
      each.toImage()
          .map(target -> Reference.parse(target).registry())
          .or(() -> pushedTo(subjects))
          .ifPresent(registry -> logins.putIfAbsent(registry, each.logins()));
    }
    return logins;
  }

  private static Optional<String> pushedTo(List<Subject> subjects) {
    for (Subject subject : subjects) {
      if (subject.built().orElse(null) instanceof BuiltImage.Pushed pushed) {
        return Optional.of(pushed.repository().registry());
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> path(@Nullable File file) {
    return Optional.ofNullable(file).map(File::toPath);
  }

  /** A scanner; it is told which registries may be asked, and where facts are kept. */
  ImageScanner scanner(Work work) {
    ImageScanner.Builder builder =
        ImageScanner.builder()
            .directory(work.build().directories().top())
            .registry(work.registry())
            .progress(new BuildProgress(getLog(), shown(work.build())));
    Optional<Path> directory =
        path(cacheDirectory).or(() -> UserCache.directory(work.registry().environment()));
    if (useCache && directory.isPresent()) {
      builder.cache(directory.get(), UserCache.DEFAULT_BYTES);
    }
    return builder.build();
  }

  private Progress shown(Build build) {
    if (!build.showsProgress() || System.console() == null || !getLog().isInfoEnabled()) {
      return Progress.NONE;
    }
    PrintStream terminal = System.out;
    return new ProgressLine(
        new OutputStreamWriter(terminal, StandardCharsets.UTF_8), 80, true, Optional.empty());
  }

  /**
   * Refuses to ask a registry when Maven is offline.
   *
   * @throws ScanException of kind CONFIGURATION
   */
  static void requireReachable(Build build, String address) {
    if (build.isOffline()) {
      Offline.requireLocal(address, build.directories().top());
    }
  }

  void log(List<LogReport.Line> lines) {
    for (LogReport.Line line : lines) {
      switch (line.level()) {
        case ERROR -> getLog().error(line.text());
        case WARNING -> getLog().warn(line.text());
        case INFO -> getLog().info(line.text());
        case DEBUG -> getLog().debug(line.text());
      }
    }
  }
}
