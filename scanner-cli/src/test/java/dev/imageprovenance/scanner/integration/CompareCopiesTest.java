package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.PackagingDifference.Aspect;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Copies and rebuilds that real tools made, against what they were made from. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class CompareCopiesTest {
  private static final String PROGRAM =
      "RUN printf '#!/bin/sh\\n' > /usr/local/bin/program; chmod 0755 /usr/local/bin/program\n";

  private final RealParts parts;
  private final Comparing comparing = Comparing.withoutEngines();

  CompareCopiesTest(RealParts parts) {
    this.parts = parts;
  }

  /** The same image as an OCI one in the registry: OCI to OCI keeps the config. */
  private String oci(String name) {
    String reference = parts.registry().reference("copies/" + name + ":oci");
    Skopeo.copy(
        "docker://" + parts.images().reference(OracleImages.DEBIAN),
        "docker://" + reference,
        "--format=oci");
    return reference;
  }

  private String layout() {
    return "oci:" + parts.workspace().directory("layout") + ":1";
  }

  @Test
  void copyInAnotherRepositoryIsIdenticalAtTwoRequests() {
    String reference = oci("promoted");
    String production = parts.registry().reference("copies/production:1");
    Skopeo.copy("docker://" + reference, "docker://" + production);
    int before = parts.registry().accesses("copies/").size();
    Comparison comparison =
        comparing.compare(CompareRequest.of(production, reference).signatures(SignatureWish.SKIP));
    assertEquals("identical, proved, exit 0", Comparing.summary(comparison));
    List<RealRegistry.Access> accesses = parts.registry().accesses("copies/");
    assertEquals(2, accesses.size() - before, accesses.toString());
  }

  @Test
  void zstdCopyIsTheSameImage() {
    String reference = oci("zstd");
    String plain = layout();
    Skopeo.copy("docker://" + reference, plain, "--dest-decompress");
    String zstd = layout();
    Skopeo.copy(plain, zstd, "--dest-compress-format=zstd");
    Comparison comparison = comparing.compare(zstd, reference);
    assertEquals("same-image, proved, exit 0", Comparing.summary(comparison));
    assertTrue(Comparing.packaging(comparison).contains(Aspect.COMPRESSION), comparison.toString());
  }

  @Test
  void uncompressedCopyIsTheSameImage() {
    String reference = oci("plain");
    Path directory = parts.workspace().directory("dir");
    Skopeo.copy("docker://" + reference, "dir:" + directory, "--dest-decompress");
    String plain = layout();
    Skopeo.copy("dir:" + directory, plain, "--dest-oci-accept-uncompressed-layers");
    Comparison comparison = comparing.compare(plain, reference);
    assertEquals("same-image, proved, exit 0", Comparing.summary(comparison));
  }

  @Test
  void conversionToOciIsTheSameRuntimeWithItsDroppedFields() {
    String docker = parts.images().reference(OracleImages.DEBIAN);
    Comparison comparison = comparing.compare(oci("converted"), docker);
    assertEquals("same-runtime, proved, exit 1", Comparing.summary(comparison));
    List<String> dropped =
        Comparing.onlyImage(comparison).config().stream()
            .filter(difference -> difference.effect() == ConfigDifference.Effect.DROPPED)
            .map(ConfigDifference::field)
            .toList();
    assertTrue(dropped.contains("docker_version"), dropped.toString());
  }

  @Test
  void conversionBackDoesNotRestoreTheImage() {
    String docker = parts.images().reference(OracleImages.DEBIAN);
    String back = parts.registry().reference("copies/back:1");
    Skopeo.copy("docker://" + oci("there"), "docker://" + back, "--format=v2s2");
    assertEquals(
        "same-runtime, proved, exit 1", Comparing.summary(comparing.compare(back, docker)));
  }

  @Test
  void rebuildWithOtherTimesHasTheSameContent() throws InterruptedException {
    String first = rebuilt("rebuilt:1", PROGRAM);
    Thread.sleep(1_100);
    String second = rebuilt("rebuilt:2", PROGRAM);
    assertEquals(
        "same-content, proved, exit 1", Comparing.summary(comparing.compare(second, first)));
  }

  private String rebuilt(String name, String instructions) {
    // A line of its own keeps Docker from taking the layers of an earlier build.
    return parts
        .images()
        .build(
            "copies/" + name,
            "FROM " + OracleImages.DEBIAN + "\nLABEL build=" + name + "\nUSER 0\n" + instructions);
  }

  private List<String> filesAfter(String name, String change) {
    String before = rebuilt(name + ":1", PROGRAM);
    String after = rebuilt(name + ":2", PROGRAM + "RUN " + change + "\n");
    Comparison comparison = comparing.compare(after, before);
    assertEquals("different, proved, exit 1", Comparing.summary(comparison));
    return Comparing.files(comparison);
  }

  @Test
  void setuidBitAloneIsFound() {
    assertEquals(
        List.of("changed usr/local/bin/program [mode] critical"),
        filesAfter("setuid", "chmod u+s /usr/local/bin/program"));
  }

  @Test
  void capabilityAloneIsFound() {
    assertEquals(
        List.of("changed usr/local/bin/program [capabilities] critical"),
        filesAfter("capability", "setcap cap_net_raw+ep /usr/local/bin/program"));
  }

  @Test
  void oneByteIsFound() {
    assertEquals(
        List.of("changed usr/local/bin/program [content] high"),
        filesAfter("byte", "printf '#!/bin/zh\\\\n' > /usr/local/bin/program"));
  }

  @Test
  void linkInTheFilesPlaceIsFound() {
    assertEquals(
        List.of("changed usr/local/bin/program [type, content, mode, target] high"),
        filesAfter("link", "rm /usr/local/bin/program; ln -s /tmp/x /usr/local/bin/program"));
  }

  @Test
  void deletedFileIsFound() {
    assertEquals(
        List.of("removed usr/local/bin/program [] high"),
        filesAfter("deleted", "rm /usr/local/bin/program"));
  }

  @Test
  void changedUserIsSaidFirst() {
    String before = rebuilt("user:1", PROGRAM + "USER 1000\n");
    String after = rebuilt("user:2", PROGRAM + "USER 0\n");
    Comparison comparison = comparing.compare(after, before);
    assertEquals("different, proved, exit 1", Comparing.summary(comparison));
    assertEquals("config.User", Comparing.onlyImage(comparison).config().get(0).field());
  }

  @Test
  void differencesAreThoseOfTheExportedTrees() {
    String before = parts.images().plainDebian("copies/tree:1");
    String after =
        parts
            .images()
            .variant(
                "copies/tree:1",
                "copies/tree:2",
                "apt-get --version > /var/local/apt; rm -r /usr/share/doc/tar; "
                    + "chown 7:8 /usr/bin/tty; ln -sf dash /usr/bin/other; chmod 0700 /srv; "
                    + "mkdir /opt/new; cp /bin/true /opt/new/; rm /etc/issue; mkdir /etc/issue");
    assertEquals(exported("copies/tree:2", "copies/tree:1"), found(after, before));
  }

  private SortedSet<String> exported(String deployed, String registry) {
    Path directory = parts.workspace().directory("trees");
    parts.docker().export(deployed, directory.resolve("deployed.tar"));
    parts.docker().export(registry, directory.resolve("registry.tar"));
    return FileSystemListing.ofTar(directory.resolve("deployed.tar"))
        .differencesFrom(FileSystemListing.ofTar(directory.resolve("registry.tar")))
        .stream()
        .map(line -> line.substring(0, line.indexOf(": ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private SortedSet<String> found(String deployed, String registry) {
    Comparison comparison = comparing.compare(deployed, registry);
    return Comparing.onlyImage(comparison)
        .files()
        .flatMap(fact -> fact.asKnown())
        .orElseThrow()
        .stream()
        .map(FileDifference::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
