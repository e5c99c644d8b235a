package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images of real engines against their copies in a real registry. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class CompareEngineImagesTest {
  private final RealParts parts;
  private final OracleImages images;
  private final Comparing docker;

  CompareEngineImagesTest(RealParts parts) {
    this.parts = parts;
    this.images = parts.images();
    this.docker = Comparing.withDocker(parts);
  }

  /** An image of its own for one test, pushed; its reference. */
  private String pushed(String name, String label) {
    return images.build(name, "FROM small:1\nLABEL made-for=" + label + "\n");
  }

  @Test
  void whatDockerPushedIsIdenticalByItsRecord() {
    String reference = pushed("compare/pushed:1", "pushed");
    Comparison comparison = docker.compare("docker-daemon:" + reference);
    assertEquals("identical, asserted by the engine, exit 0", Comparing.summary(comparison));
    assertEquals("present, unmoved of the same time", Comparing.provenance(comparison));
  }

  @Test
  void rehashedLayersProveIt() {
    String reference = pushed("compare/rehash:1", "rehash");
    Comparison comparison =
        docker.compare(CompareRequest.of("docker-daemon:" + reference).rehash(true));
    assertEquals("identical, proved, exit 0", Comparing.summary(comparison));
  }

  @Test
  void whatPodmanPulledIsIdenticalByItsRecord() {
    String reference = pushed("compare/podman:1", "podman");
    Skopeo.copy("docker://" + reference, "docker://" + reference + "-oci", "--format=oci");
    parts.podman("vfs").pull(reference + "-oci");
    Comparison comparison = Comparing.withPodman(parts).compare("podman:" + reference + "-oci");
    assertEquals("identical, asserted by the engine, exit 0", Comparing.summary(comparison));
  }

  @Test
  void podmansLayersProveItWhenHashedAgain() {
    String reference = pushed("compare/podman-rehash:1", "podman-rehash");
    Skopeo.copy("docker://" + reference, "docker://" + reference + "-oci", "--format=oci");
    parts.podman("vfs").pull(reference + "-oci");
    Comparison comparison =
        Comparing.withPodman(parts)
            .compare(CompareRequest.of("podman:" + reference + "-oci").rehash(true));
    assertEquals("identical, proved, exit 0", Comparing.summary(comparison));
  }

  @Test
  void otherNameOfTheSameImageIsStillIdentical() {
    String reference = pushed("compare/retagged:1", "retagged");
    parts.docker().cli("tag", reference, "another-name:7").output();
    Comparison comparison = docker.compare("docker-daemon:another-name:7");
    assertEquals("identical, asserted by the engine, exit 0", Comparing.summary(comparison));
  }

  @Test
  void movedTagIsToldBesideTheRung() {
    String reference = pushed("compare/moved:1", "moved");
    String other = pushed("compare/moved:2", "moved-to");
    Skopeo.copy("docker://" + other, "docker://" + reference);
    Comparison comparison = docker.compare("docker-daemon:" + reference);
    assertEquals("identical, asserted by the engine, exit 0", Comparing.summary(comparison));
    assertEquals("present, moved newer", Comparing.provenance(comparison));
  }

  @Test
  void whatAMovedTagPointsAtIsDifferent() {
    String reference = pushed("compare/moved-away:1", "first");
    String other = images.build("compare/moved-away:2", "FROM small:1\nUSER 0\n");
    Skopeo.copy("docker://" + other, "docker://" + reference);
    Comparison comparison = docker.compare("docker-daemon:" + reference, reference);
    assertEquals("different, proved, exit 1", Comparing.summary(comparison));
    assertTrue(comparison.why().contains("User"), comparison.why());
  }

  @Test
  void deletedDigestIsGone() throws IOException {
    String reference = pushed("compare/deleted:1", "deleted");
    parts.registry().forget("compare/deleted");
    Comparison comparison = docker.compare("docker-daemon:" + reference);
    assertEquals("unknown, proved, exit 3", Comparing.summary(comparison));
    assertEquals("gone, gone of unknown age", Comparing.provenance(comparison));
  }

  @Test
  void imageLoadedIntoAnotherEngineIsStillTheSameImage() {
    String reference = pushed("compare/loaded:1", "loaded");
    Path file = parts.workspace().directory("loaded").resolve("image.tar");
    parts.docker().cli("save", "--output", file.toString(), reference).output();
    parts.podman("vfs").cli("load", "--quiet", "--input", file.toString()).output();
    Comparison comparison = Comparing.withPodman(parts).compare("podman:" + reference, reference);
    assertEquals("same-image, asserted by the engine, exit 0", Comparing.summary(comparison));
  }

  @Test
  void loadedImageIsProvedByItsLayers() {
    String reference = pushed("compare/loaded-rehash:1", "loaded-rehash");
    Path file = parts.workspace().directory("loaded").resolve("image.tar");
    parts.docker().cli("save", "--output", file.toString(), reference).output();
    parts.podman("vfs").cli("load", "--quiet", "--input", file.toString()).output();
    Comparison comparison =
        Comparing.withPodman(parts)
            .compare(CompareRequest.of("podman:" + reference, reference).rehash(true));
    assertEquals("same-image, proved, exit 0", Comparing.summary(comparison));
  }

  @Test
  void imageThatNothingRecordsNeedsItsCopyNamed() {
    Path context = parts.workspace().directory("context");
    Command.of("sh", "-c", "printf 'FROM small:1\nLABEL x=unpushed\n' > " + context + "/Dockerfile")
        .output();
    parts.docker().build(context, "localhost/compare-unpushed:2");
    ScanException e =
        assertThrows(
            ScanException.class,
            () -> docker.compare("docker-daemon:localhost/compare-unpushed:2"));
    assertEquals(ProblemKind.NOT_FOUND, e.kind());
  }

  @Test
  void stoppedRegistryIsUnknownNotDifferent() {
    String reference;
    try (RealRegistry stopped = RealRegistry.open(parts.workspace())) {
      reference = stopped.reference("app:1");
      parts.docker().push("small:1", reference);
    }
    Command.Outcome outcome =
        ScannerCommand.in(parts.workspace())
            .with("compare", "docker-daemon:" + reference)
            .with("DOCKER_HOST", parts.docker().host())
            .run()
            .expect(3);
    assertTrue(outcome.stdout().contains("UNKNOWN"), outcome.toString());
  }

  @Test
  void wrongCredentialsAreUnknownNotDifferent() {
    try (RealRegistry closed = RealRegistry.withPassword(parts.workspace(), "user", "right")) {
      String reference = closed.reference("app:1");
      Skopeo.copy(
          "docker://" + images.reference(OracleImages.SMALL),
          "docker://" + reference,
          "--dest-creds=user:right");
      Command.Outcome outcome =
          ScannerCommand.in(parts.workspace())
              .with("compare", "docker-daemon:small:1", reference, "--username", "user")
              .and("--password-stdin")
              .input("wrong\n")
              .with("DOCKER_HOST", parts.docker().host())
              .run()
              .expect(3);
      assertTrue(outcome.stdout().contains("UNKNOWN"), outcome.toString());
    }
  }

  @Test
  void identicalImageCostsNoLayer() {
    String reference = pushed("compare/requests:1", "requests");
    int before = parts.registry().accesses("compare/requests/").size();
    docker.compare("docker-daemon:" + reference);
    List<RealRegistry.Access> accesses = parts.registry().accesses("compare/requests/");
    List<String> asked =
        accesses.subList(before, accesses.size()).stream()
            .map(access -> access.method() + (access.isForABlob() ? " blob" : " manifest"))
            .toList();
    assertEquals(List.of("GET manifest", "GET blob", "HEAD manifest"), asked);
  }
}
