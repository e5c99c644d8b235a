package dev.imageprovenance.scanner.compare;

import static dev.imageprovenance.scanner.compare.CompareFixtures.acl;
import static dev.imageprovenance.scanner.compare.CompareFixtures.attribute;
import static dev.imageprovenance.scanner.compare.CompareFixtures.dir;
import static dev.imageprovenance.scanner.compare.CompareFixtures.file;
import static dev.imageprovenance.scanner.compare.CompareFixtures.link;
import static dev.imageprovenance.scanner.compare.CompareFixtures.owned;
import static dev.imageprovenance.scanner.compare.CompareFixtures.tree;
import static dev.imageprovenance.scanner.compare.CompareFixtures.with;
import static dev.imageprovenance.scanner.layer.ExtendedAttribute.ACCESS_ACL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.compare.ContainerDrift.Mount;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerEntry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DriftComparisonTest {
  private static ContainerDrift drift(FileTree image, LayerEntry... now) {
    return drift(image, List.of(), Set.of(), now);
  }

  private static ContainerDrift drift(
      FileTree image, List<Mount> mounts, Set<String> ignore, LayerEntry... now) {
    return DriftComparison.compare(image, container(tree(now), mounts), ignore);
  }

  private static ContainerFiles container(FileTree now, List<Mount> mounts) {
    return new ContainerFiles(now, List.of(), Set.of(), Set.of(), mounts, name -> false);
  }

  private static List<String> paths(ContainerDrift drift) {
    return drift.differences().stream().map(FileDifference::path).toList();
  }

  @Test
  void whatEveryEngineWritesIsRecognised() {
    ContainerDrift drift =
        drift(
            tree(),
            file(".dockerenv", 0755, ""),
            dir("dev"),
            file("dev/console", 0755, ""),
            dir("dev/pts"),
            dir("etc"),
            file("etc/hosts", 0755, ""),
            link("etc/mtab", "/proc/mounts"),
            dir("proc"));
    assertEquals(List.of(), paths(drift));
  }

  @Test
  void contentWhereEnginesMakeAnEmptyFileIsDrift() {
    assertEquals(
        List.of("etc/hosts"),
        paths(drift(tree(dir("etc")), dir("etc"), file("etc/hosts", 0644, "x"))));
  }

  @Test
  void linkThatLeadsElsewhereIsDrift() {
    assertEquals(
        List.of("etc/mtab"),
        paths(drift(tree(dir("etc")), dir("etc"), link("etc/mtab", "/tmp/evil"))));
  }

  @Test
  void fileInADirectoryThatEnginesMakeIsDrift() {
    assertEquals(List.of("dev/x"), paths(drift(tree(), dir("dev"), file("dev/x", 0755, "1"))));
  }

  @Test
  void emptyFileWithSetuidBitIsDrift() {
    assertEquals(List.of(".dockerenv"), paths(drift(tree(), file(".dockerenv", 04755, ""))));
  }

  @Test
  void emptyFileOfAnotherOwnerIsDrift() {
    assertEquals(List.of(".dockerenv"), paths(drift(tree(), owned(".dockerenv", 0755, 7, ""))));
  }

  @Test
  void mountPointIsRecognised() {
    ContainerDrift drift =
        drift(
            tree(),
            List.of(new Mount("/srv/data", "volume", "v")),
            Set.of(),
            dir("srv"),
            dir("srv/data"));
    assertEquals(List.of(), paths(drift));
  }

  @Test
  void fileBesideAMountPointIsDrift() {
    ContainerDrift drift =
        drift(
            tree(),
            List.of(new Mount("/srv/data", "volume", "v")),
            Set.of(),
            dir("srv"),
            dir("srv/data"),
            file("srv/x", 0644, "1"));
    assertEquals(List.of("srv/x"), paths(drift));
  }

  @Test
  void ignoredPathIsKeptApart() {
    ContainerDrift drift =
        drift(tree(dir("var")), List.of(), Set.of("/var/**"), dir("var"), file("var/x", 0755, "1"));
    assertEquals(List.of(), paths(drift));
    assertEquals(1, drift.ignored().size());
  }

  @Test
  void starDoesNotReachIntoADirectory() {
    ContainerDrift drift =
        drift(
            tree(dir("v"), dir("v/d")),
            List.of(),
            Set.of("/v/*"),
            dir("v"),
            dir("v/d"),
            file("v/d/x", 0755, "1"));
    assertEquals(List.of("v/d/x"), paths(drift));
  }

  @Test
  void droppedProgramFails() {
    assertTrue(drift(tree(dir("run")), dir("run"), file("run/x", 0755, "1")).fails(Severity.HIGH));
  }

  @Test
  void writtenDataDoesNotFail() {
    assertFalse(drift(tree(dir("var")), dir("var"), file("var/x", 0600, "1")).fails(Severity.HIGH));
  }

  @Test
  void fileNamedLikeAWhiteoutFails() {
    ContainerDrift drift =
        DriftComparison.compare(
            tree(),
            new ContainerFiles(
                tree(), List.of("bin/.wh.sh"), Set.of(), Set.of(), List.of(), name -> false),
            Set.of());
    assertTrue(drift.fails(Severity.CRITICAL));
  }

  @Test
  void changeThatTheEngineDoesNotListIsUnrecorded() {
    ContainerDrift drift =
        DriftComparison.compare(
            tree(file("a", 0644, "1"), file("b", 0644, "1")),
            new ContainerFiles(
                tree(
                    file("a", 0644, "2"),
                    file("b", 0644, "2"),
                    dir("new"),
                    file("new/x", 0644, "1")),
                List.of(),
                Set.of("a", "new"),
                Set.of("new"),
                List.of(),
                name -> false),
            Set.of());
    assertEquals(List.of("b"), drift.unrecorded());
  }

  @Test
  void directoryOfEnginesThatEverybodyMayWriteToIsDrift() {
    LayerEntry open = new LayerEntry.Directory("run", CompareFixtures.attributes(0777, 0));
    assertEquals(List.of("run"), paths(drift(tree(), open)));
  }

  @Test
  void directoryOfEnginesThatAnotherOwnsIsDrift() {
    LayerEntry owned = new LayerEntry.Directory("run", CompareFixtures.attributes(0755, 7));
    assertEquals(List.of("run"), paths(drift(tree(), owned)));
  }

  @Test
  void fileThatDockerEmptiesToMountItsOwnIsRecognised() {
    ContainerDrift drift =
        drift(
            tree(dir("etc"), file("etc/hosts", 0644, "1.2.3.4 x")),
            dir("etc"),
            file("etc/hosts", 0755, ""));
    assertEquals(List.of(), paths(drift));
  }

  @Test
  void changeThatTheEngineListsWithReplacementCharactersIsRecorded() {
    ContainerFiles container =
        new ContainerFiles(
            tree(file("\udcff\udcfe", 0644, "x")),
            List.of(),
            Set.of("\ufffd\ufffd"),
            Set.of(),
            List.of(),
            name -> false);
    assertEquals(List.of(), DriftComparison.compare(tree(), container, Set.of()).unrecorded());
  }

  private static ContainerDrift driftOf(LayerEntry now, LayerEntry before, String... exported) {
    return DriftComparison.compare(
        tree(before),
        new ContainerFiles(
            tree(now), List.of(), Set.of(), Set.of(), List.of(), List.of(exported)::contains),
        Set.of());
  }

  @Test
  void attributeThatNoExportOfTheEngineHasIsNotMissed() {
    assertEquals(
        List.of(), paths(driftOf(with("a", 0644), with("a", 0644, acl(ACCESS_ACL, 6, 7, 0)))));
  }

  @Test
  void attributeThatExportsOfTheEngineHaveIsMissed() {
    assertEquals(
        List.of("a"),
        paths(driftOf(with("a", 0644), with("a", 0644, attribute("user.x", "1")), "user.x")));
  }

  @Test
  void attributeThatTheContainerGotIsDrift() {
    assertEquals(
        List.of("a"), paths(driftOf(with("a", 0644, attribute("user.x", "1")), with("a", 0644))));
  }

  @Test
  void labelOfSelinuxIsTheEnginesOwn() {
    assertEquals(
        List.of(),
        paths(
            driftOf(
                with("a", 0644, attribute("security.selinux", "container")),
                with("a", 0644, attribute("security.selinux", "build")),
                "security.selinux")));
  }

  @Test
  void attributeNamedLikeTheLabelOfSelinuxIsDrift() {
    assertEquals(
        List.of("a"),
        paths(driftOf(with("a", 0644, attribute("security.selinux2", "x")), with("a", 0644))));
  }
}
