package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.ContainerChange;
import dev.imageprovenance.scanner.source.daemon.Engine;
import dev.imageprovenance.scanner.source.daemon.EngineClient;
import dev.imageprovenance.scanner.source.daemon.EngineContainer;
import dev.imageprovenance.scanner.source.daemon.EngineContainer.Mount;
import dev.imageprovenance.scanner.source.daemon.EngineContainer.State;
import dev.imageprovenance.scanner.source.daemon.EngineImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Docker Engine and a real podman service tell of their images and containers. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class EnginesTest {
  private static final String CHANGES =
      "echo new > /var/tmp/new; echo more >> /etc/debian_version; rm /usr/bin/tty";

  private final RealParts parts;
  private final String reference;

  EnginesTest(RealParts parts) {
    this.parts = parts;
    this.reference = parts.images().reference(OracleImages.DEBIAN);
  }

  private Map<String, String> variables() {
    return Map.of(
        "DOCKER_HOST", parts.docker().host(), "CONTAINER_HOST", parts.podmanService().host());
  }

  private EngineClient connect(Engine engine) {
    if (engine == Engine.PODMAN) {
      parts.podman("vfs").pull(reference);
    }
    return EngineClient.connect(engine, Inspection.options(variables()), ScanContext.defaults());
  }

  private Command cli(Engine engine, String... arguments) {
    return engine == Engine.DOCKER
        ? parts.docker().cli(arguments)
        : parts.podman("vfs").cli(arguments);
  }

  /** A container of the Debian image, not started; its ID. */
  private String create(Engine engine, List<String> options, String script) {
    Command create = cli(engine, "create", "--network=none").and(options);
    if (engine == Engine.PODMAN) {
      create = create.and("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024");
    }
    return create.and(reference, "/bin/sh", "-c", script).output().strip();
  }

  private String start(Engine engine, String script) throws InterruptedException {
    String id = create(engine, List.of("--user=0"), script + "; touch /var/tmp/done; sleep 600");
    cli(engine, "start", id).output();
    while (cli(engine, "exec", id, "test", "-e", "/var/tmp/done").run().exitCode() != 0) {
      Thread.sleep(100);
    }
    return id;
  }

  private void remove(Engine engine, String id) {
    cli(engine, "rm", "--force", id).output();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theImageIdIsTheConfigsDigestInTheRegistry(Engine engine) {
    try (EngineClient client = connect(engine)) {
      assertEquals(
          Digest.parse(parts.images().configDigest(OracleImages.DEBIAN)),
          client.image(reference).id());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theRepoDigestIsTheManifestsDigestInTheRegistry(Engine engine) {
    Digest manifest = Inspection.facts(reference).image().manifest().orElseThrow().digest();
    try (EngineClient client = connect(engine)) {
      EngineImage image = client.image(reference);
      assertTrue(
          image.registryDigests().stream()
              .anyMatch(each -> each.digest().equals(Optional.of(manifest))),
          image.repoDigests().toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aShortIdLeadsToTheImage(Engine engine) {
    try (EngineClient client = connect(engine)) {
      Digest id = client.image(reference).id();
      assertEquals(id, client.image(id.encoded().substring(0, 12)).id());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theWholeIdLeadsToTheImage(Engine engine) {
    try (EngineClient client = connect(engine)) {
      Digest id = client.image(reference).id();
      assertEquals(id, client.image(id.toString()).id());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theDiffIdsAreThoseOfTheConfig(Engine engine) {
    try (EngineClient client = connect(engine)) {
      assertEquals(
          Inspection.facts(reference).image().config().diffIds(),
          client.image(reference).diffIds());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anUnknownImageIsNotFound(Engine engine) {
    try (EngineClient client = connect(engine)) {
      assertNotFound(() -> client.image("no-such-image:1"));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anUnknownContainerIsNotFound(Engine engine) {
    try (EngineClient client = connect(engine)) {
      assertNotFound(() -> client.container("no-such-container"));
      assertNotFound(() -> client.changes("no-such-container"));
      assertNotFound(() -> client.export("no-such-container"));
    }
  }

  private static void assertNotFound(Runnable action) {
    assertEquals(ProblemKind.NOT_FOUND, assertThrows(ScanException.class, action::run).kind());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aContainerThatWasOnlyCreatedHasNoChanges(Engine engine) {
    String id = create(engine, List.of(), "true");
    try (EngineClient client = connect(engine)) {
      assertEquals(new State("created", false, false), client.container(id).state());
      assertEquals(List.of(), client.changes(id));
    } finally {
      remove(engine, id);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aContainerTellsWhatItWasToldOtherwise(Engine engine) {
    Path host = parts.workspace().directory("host");
    String id =
        create(
            engine,
            List.of(
                "--user=1000",
                "--env=EXTRA=1",
                "--cap-add=NET_ADMIN",
                "--security-opt=no-new-privileges",
                "--tmpfs=/scratch",
                "--volume=" + host + ":/data:ro"),
            "true");
    try (EngineClient client = connect(engine)) {
      EngineContainer container = client.container(id.substring(0, 12));
      EngineImage image = client.image(container.imageId().toString());
      assertEquals(
          List.of("user", "command", "env EXTRA"),
          container.overridesOf(image).stream().map(each -> each.field()).toList());
      assertEquals(List.of("CAP_NET_ADMIN"), container.privileges().capAdd());
      assertEquals(List.of("no-new-privileges"), container.privileges().securityOpt());
      assertEquals(List.of("/scratch"), container.tmpfs());
      assertEquals(
          List.of(new Mount("bind", host.toString(), "", "/data", false)), container.mounts());
    } finally {
      remove(engine, id);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRunningContainersChangesAndFilesAreTold(Engine engine) throws Exception {
    String id = start(engine, CHANGES);
    try (EngineClient client = connect(engine)) {
      assertEquals(new State("running", true, true), client.container(id).state());
      assertChanged(client, id);
    } finally {
      remove(engine, id);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aStoppedContainersChangesAndFilesAreTold(Engine engine) throws Exception {
    String id = start(engine, CHANGES);
    cli(engine, "stop", "--time=0", id).output();
    try (EngineClient client = connect(engine)) {
      assertEquals(new State("exited", false, true), client.container(id).state());
      assertChanged(client, id);
    } finally {
      remove(engine, id);
    }
  }

  private void assertChanged(EngineClient client, String id) throws IOException {
    List<ContainerChange> changes = client.changes(id);
    assertTrue(
        changes.containsAll(
            List.of(
                new ContainerChange("/var/tmp/new", ContainerChange.Kind.ADDED),
                new ContainerChange("/etc/debian_version", ContainerChange.Kind.MODIFIED),
                new ContainerChange("/usr/bin/tty", ContainerChange.Kind.DELETED))),
        changes.toString());
    Path tar = parts.workspace().directory("export").resolve("container.tar");
    try (InputStream bytes = client.export(id)) {
      Files.copy(bytes, tar);
    }
    List<String> names =
        Command.of("tar", "--list", "--file", tar.toString()).output().lines().toList();
    assertTrue(names.contains("var/tmp/new") && !names.contains("usr/bin/tty"));
    Files.delete(tar);
  }

  @Test
  void aServiceThatWasStoppedIsUnreachable() {
    RealPodman.Service service = parts.podman("vfs").serve(parts.workspace());
    Map<String, String> variables = Map.of("CONTAINER_HOST", service.host());
    try (EngineClient client =
        EngineClient.connect(
            Engine.PODMAN, Inspection.options(variables), ScanContext.defaults())) {
      service.close();
      assertEquals(
          ProblemKind.UNREACHABLE,
          assertThrows(ScanException.class, () -> client.image("small:1")).kind());
    }
  }

  @Test
  void theCommandLineScansAnEnginesImage() {
    Command.Outcome outcome =
        ScannerCommand.in(parts.workspace())
            .with("scan", "docker-daemon:" + OracleImages.SMALL)
            .with("DOCKER_HOST", parts.docker().host())
            .run()
            .expect(0);
    assertTrue(
        outcome.stdout().contains("docker-daemon Docker Engine at unix://"), outcome.stdout());
  }

  @Test
  void aSocketThatTheUserMayNotUseComesWithWhatToDo() {
    Path jar = ScannerCommand.launcher().resolveSibling("scanner-cli/target/scanner-cli.jar");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Command.Outcome outcome =
        Command.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            .and(java.toString(), "-jar", jar.toString())
            .and("scan", "--no-cache", "docker-daemon:small:1")
            .with("DOCKER_HOST", parts.docker().host())
            .run()
            .expect(3);
    assertTrue(outcome.everything().contains("group docker"), outcome.toString());
  }
}
