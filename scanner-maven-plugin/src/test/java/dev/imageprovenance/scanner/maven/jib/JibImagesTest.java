package dev.imageprovenance.scanner.maven.jib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JibImagesTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00.500Z");
  private static final String ID = "sha256:" + "1".repeat(64);
  private static final String DIGEST = "sha256:" + "2".repeat(64);

  @TempDir Path target;

  @Test
  void aTarOfThisBuildIsTheImage() throws IOException {
    write("jib-image.tar", "tar", START.plusSeconds(5));
    describe(false, ID, START.plusSeconds(6));
    assertEquals(
        List.of(
            new BuiltImage.InArchive(
                Optional.of("registry.example/app:1"),
                target.resolve("jib-image.tar"),
                Optional.of(Digest.parse(ID)))),
        find().images());
  }

  @Test
  void aPushedImageIsFoundByItsDigest() throws IOException {
    describe(true, ID, START.plusSeconds(6));
    assertEquals(
        List.of("registry.example/app@" + DIGEST),
        find().images().stream().map(BuiltImage::address).toList());
  }

  @Test
  void aPushedImageMustBeFoundByEachOfItsTags() throws IOException {
    describe(true, ID, START.plusSeconds(6));
    assertEquals(List.of("1", "latest"), ((BuiltImage.Pushed) find().images().get(0)).tags());
  }

  @Test
  void ofSeveralPlatformsNoConfigIsKnown() throws IOException {
    describe(true, DIGEST, START.plusSeconds(6));
    assertEquals(Optional.empty(), find().images().get(0).imageId());
  }

  @Test
  void whatIsNeitherPushedNorInATarIsInDocker() throws IOException {
    describe(false, ID, START.plusSeconds(6));
    assertEquals(
        List.of("docker-daemon:" + ID), find().images().stream().map(BuiltImage::address).toList());
  }

  @Test
  void anOldTarBesideANewDescriptionIsNotTheImage() throws IOException {
    write("jib-image.tar", "tar", START.minusSeconds(60));
    describe(false, ID, START.plusSeconds(6));
    assertEquals(
        List.of("docker-daemon:" + ID), find().images().stream().map(BuiltImage::address).toList());
  }

  @Test
  void anOldDescriptionIsStale() throws IOException {
    describe(true, ID, START.minusMillis(1));
    assertEquals(List.of(target.resolve("jib-image.json")), find().stale());
  }

  @Test
  void wholeSecondsOfAFileSystemAreNoReasonToCallAFileOld() throws IOException {
    describe(true, ID, Instant.parse("2026-01-01T12:00:00Z"));
    assertEquals(1, find().images().size());
  }

  @Test
  void aTarWithoutDescriptionHasTheIdBesideIt() throws IOException {
    write("jib-image.tar", "tar", START.plusSeconds(5));
    write("jib-image.id", ID, START.plusSeconds(5));
    assertEquals(Optional.of(Digest.parse(ID)), find().images().get(0).imageId());
  }

  @Test
  void filesThatContradictEachOtherAreRefused() throws IOException {
    describe(true, ID, START.plusSeconds(6));
    write("jib-image.digest", ID, START.plusSeconds(6));
    ScanException refused = assertThrows(ScanException.class, this::find);
    assertTrue(
        String.valueOf(refused.getMessage()).contains("says " + DIGEST), refused.getMessage());
  }

  @Test
  void aDescriptionThatIsNoneIsRefused() throws IOException {
    write("jib-image.json", "{\"image\":\"app\"}", START.plusSeconds(6));
    ScanException refused = assertThrows(ScanException.class, this::find);
    assertEquals(
        target.resolve("jib-image.json")
            + " is not what jib writes: The JSON is malformed: \"imageId\" is missing",
        refused.getMessage());
  }

  @Test
  void anOldJibThatDoesNotTellWhereTheImageIsIsRefused() throws IOException {
    write(
        "jib-image.json",
        "{\"image\":\"app\",\"imageId\":\"" + ID + "\",\"imageDigest\":\"" + DIGEST + "\"}",
        START.plusSeconds(6));
    assertThrows(ScanException.class, this::find);
  }

  @Test
  void nothingIsThereBeforeJibHasRun() {
    assertEquals(new JibImages(List.of(), List.of()), find());
  }

  private JibImages find() {
    JibConfiguration configuration =
        new JibConfiguration(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            false,
            false,
            new JibConfiguration.Outputs(
                target.resolve("jib-image.tar"),
                target.resolve("jib-image.digest"),
                target.resolve("jib-image.id"),
                target.resolve("jib-image.json")),
            Map.of());
    return JibImages.find(List.of(configuration, configuration), target, START);
  }

  private void describe(boolean pushed, String id, Instant when) throws IOException {
    write(
        "jib-image.json",
        "{\"image\":\"registry.example/app:1\",\"imageId\":\""
            + id
            + "\",\"imageDigest\":\""
            + DIGEST
            + "\",\"tags\":[\"1\",\"latest\"],\"imagePushed\":"
            + pushed
            + "}",
        when);
  }

  private void write(String name, String content, Instant when) throws IOException {
    Path file = Files.writeString(target.resolve(name), content);
    Files.setLastModifiedTime(file, FileTime.from(when));
  }
}
