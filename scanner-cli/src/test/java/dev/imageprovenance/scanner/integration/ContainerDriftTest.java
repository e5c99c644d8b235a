package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.source.daemon.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Containers of real engines against the registry's image. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class ContainerDriftTest {
  private static final String NOTHING = "true";

  private final RealParts parts;
  private final String reference;
  private final List<Runnable> cleanUp = new ArrayList<>();

  ContainerDriftTest(RealParts parts) {
    this.parts = parts;
    this.reference = parts.images().reference(OracleImages.DEBIAN);
  }

  @AfterEach
  void removeContainers() {
    cleanUp.forEach(Runnable::run);
  }

  private Command cli(Engine engine, String... arguments) {
    return engine == Engine.DOCKER
        ? parts.docker().cli(arguments)
        : parts.podman("vfs").cli(arguments);
  }

  /** A running container in which root ran {@code script}; its address. */
  private String running(Engine engine, String script, String... options) {
    if (engine == Engine.PODMAN) {
      parts.podman("vfs").pull(reference);
    }
    Command create = cli(engine, "create", "--network=none", "--user=0").and(options);
    if (engine == Engine.PODMAN) {
      create = create.and("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024");
    }
    String id = create.and(reference, "sleep", "600").output().strip();
    cleanUp.add(() -> cli(engine, "rm", "--force", id).output());
    cli(engine, "start", id).output();
    cli(engine, "exec", id, "/bin/sh", "-euc", script).output();
    return "container:" + engine.label() + "/" + id.substring(0, 12);
  }

  private Comparison compare(Engine engine, String address, String... ignore) {
    Comparing comparing =
        engine == Engine.DOCKER ? Comparing.withDocker(parts) : Comparing.withPodman(parts);
    return comparing.compare(CompareRequest.of(address).ignore(Set.of(ignore)));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void cleanContainerOfACleanImageIsClean(Engine engine) {
    Comparison comparison = compare(engine, running(engine, NOTHING));
    assertEquals(List.of(), Comparing.drifted(comparison));
    assertEquals(0, comparison.exitCode(), comparison.toString());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void containerThatNeverRanIsClean(Engine engine) {
    if (engine == Engine.PODMAN) {
      parts.podman("vfs").pull(reference);
    }
    String id = cli(engine, "create", "--network=none", reference, "/x").output().strip();
    cleanUp.add(() -> cli(engine, "rm", "--force", id).output());
    Comparison comparison = compare(engine, "container:" + engine.label() + "/" + id);
    assertEquals(List.of(), Comparing.drifted(comparison));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void droppedProgramsAreFoundWhereverTheyLie(Engine engine) {
    Comparison comparison =
        compare(
            engine, running(engine, "cp /bin/sleep /usr/bin/dropped; cp /bin/sleep /run/dropped"));
    assertEquals(
        List.of("added run/dropped [] high", "added usr/bin/dropped [] high"),
        Comparing.drifted(comparison));
    assertEquals(1, comparison.exitCode());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void editedPasswdIsFound(Engine engine) {
    Comparison comparison =
        compare(engine, running(engine, "echo evil::0:0::/:/bin/sh >> /etc/passwd"));
    assertEquals(List.of("changed etc/passwd [content] high"), Comparing.drifted(comparison));
    assertEquals(1, comparison.exitCode());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void deletedFileIsFound(Engine engine) {
    Comparison comparison = compare(engine, running(engine, "rm /usr/bin/tty"));
    assertEquals(List.of("removed usr/bin/tty [] high"), Comparing.drifted(comparison));
  }

  @Test
  void setuidBitIsFound() {
    Comparison comparison =
        compare(Engine.DOCKER, running(Engine.DOCKER, "chmod u+s /usr/bin/env"));
    assertEquals(List.of("changed usr/bin/env [mode] critical"), Comparing.drifted(comparison));
  }

  @Test
  void fileNamedLikeAWhiteoutIsFound() {
    Comparison comparison =
        compare(Engine.DOCKER, running(Engine.DOCKER, "cp /bin/sleep /usr/bin/.wh.tty"));
    assertEquals(List.of("usr/bin/.wh.tty"), Comparing.drift(comparison).whiteoutNames());
    assertEquals(1, comparison.exitCode());
  }

  @Test
  void writtenDataIsToldAndPasses() {
    Comparison comparison =
        compare(Engine.DOCKER, running(Engine.DOCKER, "echo data > /var/local/data"));
    assertEquals(List.of("added var/local/data [] low"), Comparing.drifted(comparison));
    assertEquals(0, comparison.exitCode());
  }

  @Test
  void ignoredPathIsNotDrift() {
    Comparison comparison =
        compare(
            Engine.DOCKER, running(Engine.DOCKER, "cp /bin/sleep /var/local/x"), "/var/local/**");
    assertEquals(List.of(), Comparing.drifted(comparison));
    assertEquals(1, Comparing.drift(comparison).ignored().size());
  }

  @Test
  void mountsAreNamedAsNotLookedInto() {
    Comparison comparison =
        compare(
            Engine.DOCKER,
            running(Engine.DOCKER, NOTHING, "--volume=/srv/data", "--tmpfs=/srv/scratch"));
    assertEquals(List.of(), Comparing.drifted(comparison));
    assertEquals(
        List.of("/dev", "/srv/data", "/srv/scratch"),
        Comparing.drift(comparison).notLookedInto().stream()
            .map(mount -> mount.path())
            .sorted()
            .toList());
    assertEquals(0, comparison.exitCode());
  }

  @Test
  void whatTheEngineDoesNotRecordIsSaid() {
    Comparison comparison =
        compare(Engine.DOCKER, running(Engine.DOCKER, "echo x > /var/local/recorded"));
    assertTrue(Comparing.drift(comparison).unrecorded().isEmpty(), comparison.toString());
  }

  @Test
  void containerRunsTheImageItWasMadeOfWhateverItsTagPointsAtNow() {
    String name =
        parts.images().build("drift/app:1", "FROM " + OracleImages.DEBIAN + "\nLABEL n=1\n");
    String id = parts.docker().cli("create", "--network=none", name, "/x").output().strip();
    cleanUp.add(() -> parts.docker().cli("rm", "--force", id).output());
    parts.images().build("drift/app:1", "FROM " + OracleImages.DEBIAN + "\nLABEL n=2\n");
    Comparison comparison = compare(Engine.DOCKER, "container:docker/" + id);
    assertEquals("identical, asserted by the engine, exit 0", Comparing.summary(comparison));
    assertEquals("present, moved newer", Comparing.provenance(comparison));
  }
}
