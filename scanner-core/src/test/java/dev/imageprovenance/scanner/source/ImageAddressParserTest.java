package dev.imageprovenance.scanner.source;

import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageAddressParserTest {
  private static final String DIGEST =
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  @Test
  void aBareReferenceIsInARegistry() {
    ImageAddress.InRegistry address =
        (ImageAddress.InRegistry) ImageAddressParser.parse("registry.example:5000/team/app:1");
    assertEquals("registry.example:5000/team/app:1", address.reference().toString());
  }

  @Test
  void dockerWithTwoSlashesIsInARegistry() {
    ImageAddress.InRegistry address =
        (ImageAddress.InRegistry) ImageAddressParser.parse("docker://registry.example/app:1");
    assertEquals("registry.example/app:1", address.reference().toString());
  }

  @Test
  void theAddressKeepsWhatWasWritten() {
    assertEquals("docker://app:1", ImageAddressParser.parse("docker://app:1").text());
  }

  @ParameterizedTest
  @CsvSource({
    "oci:some/dir, some/dir, ",
    "oci:some/dir:1.0, some/dir, 1.0",
    "oci:/abs:registry.example/app:1, /abs, registry.example/app:1",
    "oci:dir:@2, dir, @2",
    "oci-archive:image.tar, image.tar, ",
    "oci-archive:image.tar:latest, image.tar, latest",
    "docker-archive:image.tar, image.tar, ",
    "docker-archive:image.tar:repo/name:tag, image.tar, repo/name:tag",
    "docker-archive:image.tar:@1, image.tar, @1",
    "oci:dir@" + DIGEST + ", dir, @" + DIGEST,
    "docker-archive:user@host.tar:tag, user@host.tar, tag",
  })
  void prefixedFilesAreSplitAtTheFirstColon(String text, Path path, String name) {
    assertEquals(
        new ImageAddress.InFile(text, path, Optional.ofNullable(name)),
        ImageAddressParser.parse(text));
  }

  @Test
  void aBarePathThatExistsIsTakenWhole(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("app:1.tar"));
    assertEquals(
        new ImageAddress.InFile(file.toString(), file, Optional.empty()),
        ImageAddressParser.parse(file.toString()));
  }

  @Test
  void aRelativePathIsLookedForInTheGivenDirectory(@TempDir Path directory) throws IOException {
    Files.createFile(directory.resolve("app:1.tar"));
    assertEquals(
        new ImageAddress.InFile("./app:1.tar", Path.of("./app:1.tar"), Optional.empty()),
        ImageAddressParser.parse("./app:1.tar", directory));
  }

  @Test
  void aBarePathMayBeFollowedByATag(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("app.tar"));
    assertEquals(
        new ImageAddress.InFile(file + ":repo/app:1", file, Optional.of("repo/app:1")),
        ImageAddressParser.parse(file + ":repo/app:1"));
  }

  @Test
  void aBarePathMayBeFollowedByADigest(@TempDir Path directory) {
    assertEquals(
        new ImageAddress.InFile(directory + "@" + DIGEST, directory, Optional.of("@" + DIGEST)),
        ImageAddressParser.parse(directory + "@" + DIGEST));
  }

  @Test
  void aBarePathThatDoesNotExistIsKeptWhole() {
    assertEquals(
        new ImageAddress.InFile("./no/such:1", Path.of("./no/such:1"), Optional.empty()),
        ImageAddressParser.parse("./no/such:1"));
  }

  @Test
  void anImageOfDockerIsNamedAsItIsTyped() {
    assertEquals(
        new ImageAddress.InEngine("docker-daemon:app:1", Engine.DOCKER, "app:1"),
        ImageAddressParser.parse("docker-daemon:app:1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app",
        "registry.example:5000/team/app:1",
        "app@" + DIGEST,
        "01386f17",
        "a",
        "sha256:01386f17",
        "01386f17f5525f8c727ad634ff769644309ee8094664b89f653bdae470833395",
        DIGEST
      })
  void anImageOfPodmanIsNamedByReferenceOrId(String name) {
    assertEquals(
        new ImageAddress.InEngine("podman:" + name, Engine.PODMAN, name),
        ImageAddressParser.parse("podman:" + name));
  }

  @Test
  void aContainerMayBeOfAnyEngine() {
    assertEquals(
        new ImageAddress.InContainer("container:web_1.a-b", Optional.empty(), "web_1.a-b"),
        ImageAddressParser.parse("container:web_1.a-b"));
  }

  @Test
  void aContainerMayBeOfOneEngine() {
    assertEquals(
        new ImageAddress.InContainer("container:podman/web", Optional.of(Engine.PODMAN), "web"),
        ImageAddressParser.parse("container:podman/web"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker-daemon:",
        "podman:../x",
        "podman:APP",
        "docker-daemon:a b",
        "container:",
        "container:docker/",
        "container:docker/../images",
        "container:nerdctl/web",
        "container:docker/a/b",
        "container:-rf",
        "container:.."
      })
  void whatNamesNothingInAnEngineIsRefused(String text) {
    problem(ProblemKind.USAGE, () -> ImageAddressParser.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir:some", "foo:/path", "tarball:./x", "ftp://host/app"})
  void unknownPrefixesAreNamed(String text) {
    String message = problem(ProblemKind.USAGE, () -> ImageAddressParser.parse(text));
    assertTrue(message.contains("no known kind of image address"), message);
  }

  @Test
  void aWebAddressIsToldApartFromAReference() {
    String message =
        problem(ProblemKind.USAGE, () -> ImageAddressParser.parse("https://registry.example/app"));
    assertTrue(message.contains("web address"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "oci:", "oci::tag", "oci:dir:", "docker-archive:f:@"})
  void whatNamesNothingIsRefused(String text) {
    problem(ProblemKind.USAGE, () -> ImageAddressParser.parse(text));
  }

  @Test
  void aNulCharacterInAPathIsRefused() {
    problem(ProblemKind.USAGE, () -> ImageAddressParser.parse("oci:a\0b"));
  }

  @Test
  void aRepositoryNamedLikeAWordWithATagIsAReference() {
    assertTrue(ImageAddressParser.parse("registry:2") instanceof ImageAddress.InRegistry);
  }

  @Test
  void refusesABareNameThatIsAlsoAFileHere() {
    ScanException problem =
        assertThrows(ScanException.class, () -> ImageAddressParser.parse("src/main"));
    assertTrue(problem.remedy().orElse("").contains("./src/main"), problem.toString());
  }

  @Test
  void saysThatTheTagIsEmpty() {
    ScanException problem =
        assertThrows(ScanException.class, () -> ImageAddressParser.parse("app:"));
    assertTrue(problem.toString().contains("empty"), problem.toString());
  }
}
