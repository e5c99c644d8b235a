package dev.imageprovenance.scanner.source.daemon;

import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFinderTest {
  @TempDir Path home;

  private EngineLocation find(Engine engine, String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return new EngineFinder(environment, Limits.defaults()).find(engine);
  }

  private static EngineLocation socket(String path) {
    return new EngineLocation.UnixSocket(Path.of(path));
  }

  private void writeContext(String name, String meta) throws IOException {
    Path directory =
        Files.createDirectories(
            home.resolve(".docker/contexts/meta")
                .resolve(Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).encoded()));
    Files.writeString(directory.resolve("meta.json"), meta);
  }

  private void writeConfig(String json) throws IOException {
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(home.resolve(".docker/config.json"), json);
  }

  private static String contextTo(String name, String host) {
    return "{\"Name\":\""
        + name
        + "\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\""
        + host
        + "\",\"SkipTLSVerify\":false}}}";
  }

  @Test
  void dockerIsWhereDockerHostSays() {
    assertEquals(socket("/tmp/a.sock"), find(Engine.DOCKER, "DOCKER_HOST", "unix:///tmp/a.sock"));
  }

  @Test
  void dockerHostGoesBeforeAnyContext() throws IOException {
    writeContext("rootless", contextTo("rootless", "unix:///run/b.sock"));
    assertEquals(
        socket("/tmp/a.sock"),
        find(Engine.DOCKER, "DOCKER_HOST", "unix:///tmp/a.sock", "DOCKER_CONTEXT", "rootless"));
  }

  @Test
  void dockerIsWhereTheCurrentContextLeads() throws IOException {
    writeConfig("{\"auths\":{\"A\":{},\"a\":{}},\"currentContext\":\"rootless\"}");
    writeContext("rootless", contextTo("rootless", "unix:///run/b.sock"));
    assertEquals(socket("/run/b.sock"), find(Engine.DOCKER));
  }

  @Test
  void theEnvironmentsContextGoesBeforeTheCurrentOne() throws IOException {
    writeConfig("{\"currentContext\":\"other\"}");
    writeContext("rootless", contextTo("rootless", "unix:///run/b.sock"));
    assertEquals(socket("/run/b.sock"), find(Engine.DOCKER, "DOCKER_CONTEXT", "rootless"));
  }

  @Test
  void theDefaultContextIsTheSystemsSocket() throws IOException {
    writeConfig("{\"currentContext\":\"other\"}");
    assertEquals(
        socket("/var/run/docker.sock"),
        find(Engine.DOCKER, "DOCKER_CONTEXT", "default", "XDG_RUNTIME_DIR", home.toString()));
  }

  @Test
  void aContextThatIsMissingIsAMistake() throws IOException {
    writeConfig("{\"currentContext\":\"gone\"}");
    String message = problem(ProblemKind.CONFIGURATION, () -> find(Engine.DOCKER));
    assertTrue(message.contains("\"gone\""), message);
  }

  @Test
  void aConfigThatCannotBeReadIsAMistake() throws IOException {
    writeConfig("{\"currentContext\":");
    problem(ProblemKind.CONFIGURATION, () -> find(Engine.DOCKER));
  }

  @Test
  void anEnormousConfigIsNotRead() throws IOException {
    writeConfig(" ".repeat((1 << 20) + 1));
    problem(ProblemKind.CONFIGURATION, () -> find(Engine.DOCKER));
  }

  @Test
  void dockerIsSpokenToOverTcpOnThisMachine() {
    EngineLocation location = find(Engine.DOCKER, "DOCKER_HOST", "tcp://127.0.0.1:2375");
    assertEquals("tcp://127.0.0.1:2375", location.url());
  }

  @Test
  void tcpElsewhereNeedsTls() {
    String message =
        problem(
            ProblemKind.CONFIGURATION,
            () -> find(Engine.DOCKER, "DOCKER_HOST", "tcp://engine.example:2375"));
    assertTrue(message.contains("without TLS"), message);
  }

  @Test
  void tlsTakesTheFilesOfDockerCertPath() {
    EngineLocation.Tcp location =
        (EngineLocation.Tcp)
            find(
                Engine.DOCKER,
                "DOCKER_HOST",
                "tcp://engine.example:2376",
                "DOCKER_TLS_VERIFY",
                "1",
                "DOCKER_CERT_PATH",
                "/certs");
    assertEquals(Optional.of(EngineLocation.TlsFiles.in(Path.of("/certs"))), location.tls());
    assertEquals("https://engine.example:2376", location.origin().toString());
  }

  @Test
  void sshComesWithAnotherWay() {
    ScanException e =
        assertThrows(
            ScanException.class, () -> find(Engine.DOCKER, "DOCKER_HOST", "ssh://me@host"));
    assertEquals(ProblemKind.CONFIGURATION, e.kind());
    assertTrue(e.remedy().orElse("").contains("ssh -nNT -L"), e.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"npipe:////./pipe/x", "fd://", "unix://relative", "tcp://", "tcp://a:b", "host"})
  void whatIsNoAddressIsAMistake(String host) {
    problem(ProblemKind.CONFIGURATION, () -> find(Engine.DOCKER, "DOCKER_HOST", host));
  }

  @Test
  void podmanIsWhereContainerHostSays() {
    assertEquals(
        socket("/tmp/p.sock"), find(Engine.PODMAN, "CONTAINER_HOST", "unix:///tmp/p.sock"));
  }

  @Test
  void podmansSocketIsRootsOrTheUsers() throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    assertEquals(
        socket(root ? "/run/podman/podman.sock" : "/run/user/7/podman/podman.sock"),
        find(Engine.PODMAN, "XDG_RUNTIME_DIR", "/run/user/7"));
  }

  @Test
  void podmanDoesNotGoByDockersVariables() {
    assertTrue(
        find(Engine.PODMAN, "DOCKER_HOST", "unix:///tmp/a.sock").url().endsWith("podman.sock"));
  }
}
