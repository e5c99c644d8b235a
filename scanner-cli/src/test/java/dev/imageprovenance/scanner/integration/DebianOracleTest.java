package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.layer.FileTree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the scanner says of a Debian image against what the tools inside a container say. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class DebianOracleTest {
  private final RealParts parts;
  private final String reference;

  DebianOracleTest(RealParts parts) {
    this.parts = parts;
    this.reference = parts.images().reference(OracleImages.DEBIAN);
  }

  @Test
  void setuidAndSetgidFilesAreThoseThatFindSees() {
    String found =
        parts
            .docker()
            .runAs(
                "0",
                OracleImages.DEBIAN,
                "find",
                "/",
                "-xdev",
                "-type",
                "f",
                "-perm",
                "/6000",
                "-printf",
                "%p %m %U:%G %s\\n");
    SortedSet<String> expected = new TreeSet<>(Arrays.asList(found.strip().split("\n", -1)));
    assertTrue(expected.size() > 10, () -> "find saw too little to mean anything: " + expected);

    SortedSet<String> ours =
        files(CheckId.SETUID_FILES)
            .flatMap(
                file ->
                    Stream.concat(Stream.of(file.path()), file.otherPaths().stream())
                        .map(
                            path ->
                                "%s %o %d:%d %d"
                                    .formatted(
                                        path, file.mode(), file.uid(), file.gid(), file.size())))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(String.join("\n", expected), String.join("\n", ours));
  }

  @Test
  void contentDigestsOfSetuidFilesAreThoseThatSha256sumPrints() {
    SortedMap<String, String> ours = new TreeMap<>();
    files(CheckId.SETUID_FILES)
        .forEach(file -> ours.put(file.path(), file.contentDigest().orElse("none")));
    String[] command =
        Stream.concat(Stream.of("sha256sum"), ours.keySet().stream()).toArray(String[]::new);
    SortedMap<String, String> expected = new TreeMap<>();
    for (String line :
        parts.docker().runAs("0", OracleImages.DEBIAN, command).strip().split("\n", -1)) {
      String[] digestAndPath = line.split("  ", 2);
      expected.put(digestAndPath[1], "sha256:" + digestAndPath[0]);
    }

    assertEquals(expected, ours);
  }

  @Test
  void fileCapabilitiesAreThoseThatGetcapPrints() {
    SortedMap<String, GetcapLine> expected = new TreeMap<>();
    String printed = parts.docker().runAs("0", OracleImages.DEBIAN, "getcap", "-n", "-r", "/");
    for (String line : printed.strip().split("\n", -1)) {
      String[] pathAndText = line.split(" ", 2);
      expected.put(pathAndText[0], GetcapLine.parse(pathAndText[1]));
    }
    assertTrue(expected.size() >= 5, () -> "getcap saw too little to mean anything: " + printed);

    SortedMap<String, GetcapLine> ours = new TreeMap<>();
    for (Finding finding :
        Inspection.findings(Inspection.report(reference), CheckId.FILE_CAPABILITIES)) {
      GetcapLine line = GetcapLine.of(finding.evidence(CapabilityEvidence.class).orElseThrow());
      FileEvidence file = finding.evidence(FileEvidence.class).orElseThrow();
      ours.put(file.path(), line);
      file.otherPaths().forEach(path -> ours.put(path, line));
    }

    assertEquals(expected, ours);
  }

  @Test
  void treeIsWhatDockerExports() {
    var tar = parts.workspace().directory("export").resolve("docker.tar");
    parts.docker().export(OracleImages.DEBIAN, tar);

    assertSameFileSystem(FileSystemListing.ofTar(tar));
  }

  @Test
  void treeIsWhatPodmanExports() {
    var tar = parts.workspace().directory("export").resolve("podman.tar");
    RealPodman podman = parts.podman("overlay");
    podman.pull(reference);
    podman.export(reference, tar);

    assertSameFileSystem(FileSystemListing.ofTar(tar));
  }

  @Test
  void treeIsWhatPodmanUnpacksInPlace() {
    var tar = parts.workspace().directory("export").resolve("podman-vfs.tar");
    RealPodman podman = parts.podman("vfs");
    podman.pull(reference);
    podman.export(reference, tar);

    assertSameFileSystem(FileSystemListing.ofTar(tar));
  }

  @Test
  void treeIsWhatUmociUnpacks() {
    var directory = parts.workspace().directory("umoci");
    Skopeo.copy("docker://" + reference, "oci:" + directory.resolve("layout") + ":1");
    var tar = directory.resolve("umoci.tar");
    Umoci.unpack(directory.resolve("layout"), "1", directory.resolve("bundle"), tar);

    assertSameFileSystem(FileSystemListing.ofTar(tar));
  }

  @Test
  void nodesKnowTheLayerThatLastTouchedThem() {
    FileTree tree = Inspection.tree(reference);
    Map<String, Integer> expected =
        Map.of(
            "usr/bin/mount", 0,
            "usr/local/bin/setuid-root", 1,
            "usr/local/bin/caps-net", 2,
            "usr/local/bin/setuid-cleared", 3,
            "var/local/replaced-by-file", 3);

    Map<String, Integer> ours =
        expected.keySet().stream()
            .collect(
                Collectors.toMap(path -> path, path -> tree.find(path).orElseThrow().layerIndex()));

    assertEquals(expected, ours);
  }

  private void assertSameFileSystem(FileSystemListing theirs) {
    assertTrue(theirs.lines().size() > 2_000, () -> "too few files: " + theirs.lines().size());
    List<String> differences =
        FileSystemListing.of(Inspection.tree(reference)).differencesFrom(theirs);
    assertEquals(
        List.of(),
        differences.stream().limit(40).toList(),
        () -> differences.size() + " paths differ (ours | theirs)");
  }

  private Stream<FileEvidence> files(CheckId check) {
    return Inspection.findings(Inspection.report(reference), check).stream()
        .map(finding -> finding.evidence(FileEvidence.class).orElseThrow());
  }
}
