package dev.imageprovenance.scanner.maven.jib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.source.RegistryLogin;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JibConfigurationReaderTest {
  private static final Path BASE = Path.of("/project");

  private final Map<String, String> properties = new HashMap<>();

  private JibConfiguration read(String xml) {
    JibConfigurationReader reader =
        new JibConfigurationReader(
            name -> Optional.ofNullable(properties.get(name)),
            text -> text.replace("${registry}", "registry.example"),
            new Directories(BASE, BASE, BASE.resolve("target")));
    try {
      return reader.read(
          Xpp3DomBuilder.build(new StringReader("<configuration>" + xml + "</configuration>")));
    } catch (IOException | XmlPullParserException e) {
      throw new IllegalArgumentException(xml, e);
    }
  }

  @Test
  void readsTheTarget() {
    assertEquals(
        Optional.of("registry.example/app:1"),
        read("<to><image>registry.example/app:1</image></to>").toImage());
  }

  @Test
  void readsTheShortFormOfTheTarget() {
    assertEquals(Optional.of("app:1"), read("<to>app:1</to>").toImage());
  }

  @Test
  void evaluatesWhatTheModelLeaves() {
    assertEquals(
        Optional.of("registry.example/app"),
        read("<to><image>${registry}/app</image></to>").toImage());
  }

  @ParameterizedTest
  @CsvSource({"image, a", "jib.to.image, b"})
  void propertiesGoBeforeThePom(String property, String value) {
    properties.put(property, value);
    assertEquals(Optional.of(value), read("<to><image>pom</image></to>").toImage());
  }

  @Test
  void loginsAreTriedInJibsOrder() {
    JibConfiguration configuration =
        read(
            "<to><auth><username>u</username><password>p</password></auth>"
                + "<credHelper>ecr-login</credHelper></to>");
    assertEquals(
        List.of("<to><auth> of the jib-maven-plugin", "<to><credHelper> of the jib-maven-plugin"),
        configuration.logins().stream().map(RegistryLogin::source).toList());
  }

  @Test
  void halfALoginIsNone() {
    assertEquals(List.of(), read("<to><auth><username>u</username></auth></to>").logins());
  }

  @Test
  void loginsOfPropertiesReplaceThoseOfThePom() {
    properties.put("jib.to.auth.username", "user");
    properties.put("jib.to.auth.password", "canary");
    assertEquals(
        List.of("the properties jib.to.auth.*"),
        read("<to><auth><username>u</username><password>p</password></auth></to>").logins().stream()
            .map(RegistryLogin::source)
            .toList());
  }

  @Test
  void noPasswordIsShown() {
    JibConfiguration configuration =
        read("<to><auth><username>u</username><password>canary</password></auth></to>");
    assertFalse(configuration.toString().contains("canary"), configuration.toString());
  }

  @Test
  void readsTheEnvironmentOfAHelper() {
    assertEquals(
        List.of(
            new RegistryLogin.Helper(
                "ecr-login",
                Map.of("AWS_PROFILE", "dev"),
                "<to><credHelper> of the jib-maven-plugin")),
        read("<to><credHelper><helper>ecr-login</helper><environment>"
                + "<AWS_PROFILE>dev</AWS_PROFILE></environment></credHelper></to>")
            .logins());
  }

  @Test
  void outputsAreInTheBuildDirectoryUnlessTheyAreMoved() {
    JibConfiguration.Outputs outputs =
        read("<outputPaths><tar>out/app.tar</tar></outputPaths>").outputs();
    assertEquals(
        List.of(Path.of("out/app.tar"), Path.of("target/jib-image.json")),
        List.of(outputs.tar(), outputs.json()));
  }

  @Test
  void ofAParameterWithPropertyThePomGoesFirst() {
    properties.put("jib.allowInsecureRegistries", "true");
    assertFalse(
        read("<allowInsecureRegistries>false</allowInsecureRegistries>").allowInsecureRegistries());
  }

  @Test
  void isSkippedByProperty() {
    properties.put("jib.skip", "true");
    assertTrue(read("").skip());
  }

  @ParameterizedTest
  @CsvSource({
    "eclipse-temurin:17-jre, true",
    "eclipse-temurin@sha256:00, false",
    "scratch, false",
    "docker://local, false",
    "tar:///base.tar, false",
  })
  void aBaseByTagIsNotPinned(String image, boolean unpinned) {
    assertEquals(
        unpinned, read("<from><image>" + image + "</image></from>").unpinnedBase().isPresent());
  }

  @Test
  void dockerIsTalkedToAsJibDoes() {
    assertEquals(
        Map.of("DOCKER_HOST", "unix:///run/other.sock"),
        read("<dockerClient><environment><DOCKER_HOST>unix:///run/other.sock</DOCKER_HOST>"
                + "</environment></dockerClient>")
            .dockerEnvironment());
  }
}
