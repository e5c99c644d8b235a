package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.maven.jib.Directories;
import dev.imageprovenance.scanner.maven.jib.JibConfiguration;
import dev.imageprovenance.scanner.maven.jib.JibConfigurationReader;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.FixLocation;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/** What a goal asks of the build that it runs in: one module of one session; thread-safe. */
final class Build {
  private static final String JIB = "com.google.cloud.tools:jib-maven-plugin";
  private static final String JIB_ELEMENT = "<artifactId>jib-maven-plugin</artifactId>";
  private static final List<String> JIB_GOALS = List.of("build", "buildTar", "dockerBuild");
  private static final String SCANNED = "dev.imageprovenance.scanner.scanned ";
  private static final String DEFAULT_PHASE = "verify";

  private final MavenSession session;
  private final MavenProject project;
  private final MojoExecution execution;

  Build(MavenSession session, MavenProject project, MojoExecution execution) {
    this.session = session;
    this.project = project;
    this.execution = execution;
  }

  /** When Maven was started. */
  Instant startedAt() {
    return session.getRequest().getStartTime().toInstant();
  }

  /** The module's directories. */
  Directories directories() {
    Path base = project.getBasedir().toPath();
    File top = session.getRequest().getMultiModuleProjectDirectory();
    return Directories.of(
        top == null ? base : top.toPath(), base, Path.of(project.getBuild().getDirectory()));
  }

  boolean isOffline() {
    return session.isOffline();
  }

  /** True for a module that only holds others together. */
  boolean isPom() {
    return "pom".equals(project.getPackaging());
  }

  boolean isExecutionRoot() {
    return project.isExecutionRoot();
  }

  int modules() {
    return session.getProjects().size();
  }

  /** True when the goal stands on the command line and not in the POM. */
  boolean isFromCommandLine() {
    return execution.getSource() == MojoExecution.Source.CLI;
  }

  /** What names the execution in file names; empty for the usual one. */
  Optional<String> executionName() {
    String id = execution.getExecutionId();
    return id == null || id.startsWith("default") || id.equals(execution.getGoal())
        ? Optional.empty()
        : Optional.of(id);
  }

  /** True when this module is asked for an image itself, and not only because its parent is. */
  boolean isAskedHere() {
    if (isFromCommandLine()) {
      return modules() == 1;
    }
    return project.getOriginalModel().getBuild() != null
        && project.getOriginalModel().getBuild().getPlugins().stream()
            .anyMatch(plugin -> plugin.getKey().equals(execution.getPlugin().getKey()));
  }

  /** True when somebody may look at progress: not with -B, -ntp, -q or -T. */
  boolean showsProgress() {
    Object listener = session.getRequest().getTransferListener();
    boolean quiet = listener != null && listener.getClass().getSimpleName().contains("Quiet");
    return session.getRequest().isInteractiveMode()
        && !quiet
        && session.getRequest().getDegreeOfConcurrency() <= 1;
  }

  /** A property of the user (-D), the project or the system, in this order. */
  Optional<String> property(String name) {
    for (Properties properties :
        List.of(
            session.getUserProperties(), project.getProperties(), session.getSystemProperties())) {
      String value = properties.getProperty(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** A property that was given on the command line. */
  boolean isGiven(String name) {
    return session.getUserProperties().containsKey(name);
  }

  boolean hasJib() {
    return project.getPlugin(JIB) != null;
  }

  /** Where the POM binds jib's goals to: "buildTar to package". */
  List<String> jibBindings() {
    List<String> bindings = new ArrayList<>();
    Plugin jib = project.getPlugin(JIB);
    if (jib != null) {
      for (PluginExecution each : jib.getExecutions()) {
        for (String goal : each.getGoals()) {
          if (JIB_GOALS.contains(goal) && each.getPhase() != null) {
            bindings.add(goal + " to " + each.getPhase());
          }
        }
      }
    }
    return bindings;
  }

  /**
   * What jib was told: by each execution that builds an image, and for goals of the command line by
   * the plugin as a whole.
   */
  List<JibConfiguration> jibConfigurations() {
    JibConfigurationReader reader =
        new JibConfigurationReader(this::property, this::evaluate, directories());
    List<JibConfiguration> configurations = new ArrayList<>();
    Plugin plugin = project.getPlugin(JIB);
    if (plugin == null && project.getPluginManagement() != null) {
      plugin = project.getPluginManagement().getPluginsAsMap().get(JIB);
    }
    if (plugin != null) {
      for (PluginExecution each : plugin.getExecutions()) {
        if (each.getGoals().stream().anyMatch(JIB_GOALS::contains)) {
          configurations.add(reader.read(dom(each.getConfiguration())));
        }
      }
    }
    configurations.add(reader.read(plugin == null ? null : dom(plugin.getConfiguration())));
    return configurations;
  }

  private static @Nullable Xpp3Dom dom(@Nullable Object configuration) {
    return configuration instanceof Xpp3Dom dom ? dom : null;
  }

  private String evaluate(String text) {
    if (!text.contains("${")) {
      return text;
    }
    try {
      Object value = new PluginParameterExpressionEvaluator(session, execution).evaluate(text);
      return value == null ? text : value.toString();
    } catch (ExpressionEvaluationException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "jib's configuration has " + text + ", which cannot be evaluated: " + e.getMessage(),
          "Correct it, or name the image with <image>.",
          e);
    }
  }

  /**
   * The line of the POM that makes the image: where the module or one of its parents has jib, below
   * the directory that Maven was started for.
   */
  FixLocation whereToFix() {
    Path root = directories().top();
    for (MavenProject each = project; each != null; each = each.getParent()) {
      Optional<FixLocation> line = PomLine.of(each.getFile(), JIB_ELEMENT, root);
      if (line.isPresent()) {
        return line.get();
      }
    }
    return PomLine.first(project.getFile(), root).orElseGet(() -> new FixLocation("pom.xml", 1));
  }

  /** The counts that all modules of this session share. */
  @SuppressWarnings("unchecked")
  ScanTally tally() {
    SessionData data = session.getRepositorySession().getData();
    data.set(ScanTally.KEY, null, ScanTally.counts());
    return new ScanTally((Map<String, AtomicInteger>) data.get(ScanTally.KEY));
  }

  /** Notes what was scanned in this module, for goals that run later. */
  void remember(String address, Digest config) {
    scannedTexts().put(address, config.toString());
  }

  /** The addresses that were scanned in this module so far, with their configs' digests. */
  Map<String, Digest> scanned() {
    Map<String, Digest> scanned = new HashMap<>();
    scannedTexts().forEach((address, config) -> scanned.put(address, Digest.parse(config)));
    return scanned;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> scannedTexts() {
    SessionData data = session.getRepositorySession().getData();
    String key = SCANNED + project.getId() + " " + project.getBasedir();
    data.set(key, null, new ConcurrentHashMap<String, String>());
    return (Map<String, String>) data.get(key);
  }

  /** How often the goal {@code scan} runs in this session, as far as the POMs tell. */
  int expectedScans() {
    String plugin = execution.getPlugin().getKey();
    int expected = 0;
    for (String goal : session.getGoals()) {
      expected += isScan(goal) ? modules() : 0;
    }
    for (MavenProject each : session.getProjects()) {
      Plugin scanner = each.getPlugin(plugin);
      if (scanner != null) {
        for (PluginExecution bound : scanner.getExecutions()) {
          expected += bound.getGoals().contains("scan") && isReached(bound.getPhase()) ? 1 : 0;
        }
      }
    }
    return expected;
  }

  private boolean isScan(String goal) {
    String named = goal.indexOf('@') < 0 ? goal : goal.substring(0, goal.indexOf('@'));
    return named.endsWith(":scan")
        && (named.startsWith("scanner:") || named.startsWith(execution.getPlugin().getKey() + ":"));
  }

  private boolean isReached(@Nullable String phase) {
    int last = -1;
    for (String goal : session.getGoals()) {
      last = Math.max(last, ScanTally.PHASES.indexOf(goal));
    }
    int bound = ScanTally.PHASES.indexOf(phase == null ? DEFAULT_PHASE : phase);
    return bound >= 0 && bound <= last;
  }
}
