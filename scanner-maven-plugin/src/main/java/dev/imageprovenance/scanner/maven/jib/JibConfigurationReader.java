package dev.imageprovenance.scanner.maven.jib;

import dev.imageprovenance.scanner.source.RegistryLogin;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Understands jib's configuration as jib does: a property goes before what the POM says; immutable.
 */
public final class JibConfigurationReader {
  private final Function<String, Optional<String>> properties;
  private final UnaryOperator<String> expressions;
  private final Directories directories;

  /**
   * Reads for one module.
   *
   * @param properties finds a property of the user, the project or the system, in this order
   * @param expressions replaces what is left of {@code ${...}} in a value
   * @param directories the module's
   */
  public JibConfigurationReader(
      Function<String, Optional<String>> properties,
      UnaryOperator<String> expressions,
      Directories directories) {
    this.properties = properties;
    this.expressions = expressions;
    this.directories = directories;
  }

  /** What {@code configuration} says; null when there is none. */
  public JibConfiguration read(@Nullable Xpp3Dom configuration) {
    return new JibConfiguration(
        properties
            .apply("image")
            .or(() -> value(configuration, "jib.to.image", "to", "image"))
            .or(() -> text(child(configuration, "to"))),
        logins(configuration),
        value(configuration, "jib.from.image", "from", "image")
            .or(() -> text(child(configuration, "from"))),
        flag(configuration, "jib.allowInsecureRegistries", "allowInsecureRegistries"),
        flag(configuration, "jib.skip", "skip"),
        new JibConfiguration.Outputs(
            output(configuration, "tar", "jib-image.tar"),
            output(configuration, "digest", "jib-image.digest"),
            output(configuration, "imageId", "jib-image.id"),
            output(configuration, "imageJson", "jib-image.json")),
        dockerEnvironment(configuration));
  }

  /** jib takes both words of the properties or both of the configuration, never one of each. */
  private List<RegistryLogin> logins(@Nullable Xpp3Dom configuration) {
    List<RegistryLogin> logins = new ArrayList<>();
    Optional<String> user = properties.apply("jib.to.auth.username");
    Optional<String> password = properties.apply("jib.to.auth.password");
    if (user.isPresent() && password.isPresent()) {
      logins.add(password(user.get(), password.get(), "the properties jib.to.auth.*"));
    } else {
      Xpp3Dom auth = child(child(configuration, "to"), "auth");
      Optional<String> configuredUser = text(child(auth, "username"));
      Optional<String> configuredPassword = text(child(auth, "password"));
      if (configuredUser.isPresent() && configuredPassword.isPresent()) {
        logins.add(
            password(
                configuredUser.get(),
                configuredPassword.get(),
                "<to><auth> of the jib-maven-plugin"));
      }
    }
    Xpp3Dom helper = child(child(configuration, "to"), "credHelper");
    properties
        .apply("jib.to.credHelper")
        .or(() -> text(child(helper, "helper")))
        .or(() -> text(helper))
        .ifPresent(
            name ->
                logins.add(
                    new RegistryLogin.Helper(
                        name,
                        entries(child(helper, "environment")),
                        "<to><credHelper> of the jib-maven-plugin")));
    return logins;
  }

  private static RegistryLogin password(String user, String password, String source) {
    return new RegistryLogin.Password(new Credentials(user, password), source);
  }

  private Map<String, String> dockerEnvironment(@Nullable Xpp3Dom configuration) {
    Map<String, String> variables =
        new HashMap<>(entries(child(child(configuration, "dockerClient"), "environment")));
    properties
        .apply("jib.dockerClient.environment")
        .ifPresent(
            list -> {
              variables.clear();
              for (String entry : list.split(",", -1)) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                  variables.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
              }
            });
    return variables;
  }

  private Map<String, String> entries(@Nullable Xpp3Dom element) {
    Map<String, String> entries = new HashMap<>();
    if (element != null) {
      for (Xpp3Dom entry : element.getChildren()) {
        text(entry).ifPresent(value -> entries.put(entry.getName(), value));
      }
    }
    return entries;
  }

  private Path output(@Nullable Xpp3Dom configuration, String name, String fileName) {
    return directories.shown(
        value(configuration, "jib.outputPaths." + name, "outputPaths", name)
            .map(Path::of)
            .orElseGet(() -> directories.build().resolve(fileName)));
  }

  private Optional<String> value(
      @Nullable Xpp3Dom configuration, String property, String group, String name) {
    return properties.apply(property).or(() -> text(child(child(configuration, group), name)));
  }

  private boolean flag(@Nullable Xpp3Dom configuration, String property, String name) {
    // Of a parameter that has a property, Maven itself lets the POM go first.
    return text(child(configuration, name))
        .or(() -> properties.apply(property))
        .map(Boolean::parseBoolean)
        .orElse(false);
  }

  private static @Nullable Xpp3Dom child(@Nullable Xpp3Dom element, String name) {
    return element == null ? null : element.getChild(name);
  }

  private Optional<String> text(@Nullable Xpp3Dom element) {
    if (element == null || element.getValue() == null) {
      return Optional.empty();
    }
    String value = expressions.apply(element.getValue().strip());
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
