package dev.imageprovenance.scanner.compare;

import static dev.imageprovenance.scanner.compare.CompareFixtures.NET_RAW;
import static dev.imageprovenance.scanner.compare.CompareFixtures.acl;
import static dev.imageprovenance.scanner.compare.CompareFixtures.attribute;
import static dev.imageprovenance.scanner.compare.CompareFixtures.capable;
import static dev.imageprovenance.scanner.compare.CompareFixtures.dir;
import static dev.imageprovenance.scanner.compare.CompareFixtures.file;
import static dev.imageprovenance.scanner.compare.CompareFixtures.layered;
import static dev.imageprovenance.scanner.compare.CompareFixtures.link;
import static dev.imageprovenance.scanner.compare.CompareFixtures.owned;
import static dev.imageprovenance.scanner.compare.CompareFixtures.trees;
import static dev.imageprovenance.scanner.compare.CompareFixtures.with;
import static dev.imageprovenance.scanner.layer.ExtendedAttribute.ACCESS_ACL;
import static dev.imageprovenance.scanner.layer.ExtendedAttribute.DEFAULT_ACL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.compare.FileDifference.Aspect;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.ExtendedAttribute;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TreeComparisonTest {
  private static FileDifference only(FileTrees deployed, FileTrees registry) {
    List<FileDifference> found = TreeComparison.compare(deployed, registry);
    assertEquals(1, found.size(), found.toString());
    return found.get(0);
  }

  @Test
  void sameFilesInOtherLayersAreTheSame() {
    FileTrees deployed =
        layered(List.of(file("a", 0644, "1")), List.of(dir("d"), file("d/b", 0644, "2")));
    FileTrees registry = trees(dir("d"), file("d/b", 0644, "2"), file("a", 0644, "1"));
    assertEquals(List.of(), TreeComparison.compare(deployed, registry));
  }

  @Test
  void modificationTimesAreNotCompared() {
    LayerEntry then =
        new LayerEntry.Directory("d", new Attributes(0755, 0, 0, 1, Optional.empty()));
    LayerEntry now = new LayerEntry.Directory("d", new Attributes(0755, 0, 0, 2, Optional.empty()));
    assertEquals(List.of(), TreeComparison.compare(trees(now), trees(then)));
  }

  @Test
  void whatOnlyTheDeployedSideHasIsAdded() {
    FileDifference found = only(trees(file("tmp/x", 0644, "1"), dir("tmp")), trees(dir("tmp")));
    assertEquals(Kind.ADDED, found.kind());
    assertEquals("tmp/x", found.path());
  }

  @Test
  void whatTheDeployedSideHidesIsRemoved() {
    FileTrees deployed =
        layered(
            List.of(dir("srv"), file("srv/x", 0644, "1")),
            List.of(new LayerEntry.Whiteout("srv/x")));
    FileDifference found = only(deployed, trees(dir("srv"), file("srv/x", 0644, "1")));
    assertEquals(Kind.REMOVED, found.kind());
  }

  @Test
  void setuidBitAloneIsCritical() {
    FileDifference found =
        only(trees(file("usr/bin/x", 04755, "1")), trees(file("usr/bin/x", 0755, "1")));
    assertEquals(Set.of(Aspect.MODE), found.aspects());
    assertEquals(Severity.CRITICAL, found.severity());
  }

  private static FileDifference attributes(
      List<ExtendedAttribute> deployed, List<ExtendedAttribute> registry) {
    FileDifference found =
        only(
            trees(with("srv/x", 0644, deployed.toArray(ExtendedAttribute[]::new))),
            trees(with("srv/x", 0644, registry.toArray(ExtendedAttribute[]::new))));
    assertEquals(Set.of(Aspect.ATTRIBUTES), found.aspects());
    return found;
  }

  @Test
  void aclThatGrantsSomebodyMoreThanTheModeDidIsSevere() {
    assertEquals(
        Severity.HIGH, attributes(List.of(acl(ACCESS_ACL, 6, 7, 4)), List.of()).severity());
  }

  @Test
  void aclThatGrantsNoMoreThanTheModeDidIsAChange() {
    assertEquals(
        Severity.MEDIUM, attributes(List.of(acl(ACCESS_ACL, 4, 7, 4)), List.of()).severity());
  }

  @Test
  void aclWhoseMaskTakesTheGrantAwayIsAChange() {
    assertEquals(
        Severity.MEDIUM, attributes(List.of(acl(ACCESS_ACL, 6, 4, 4)), List.of()).severity());
  }

  @Test
  void aclThatGrantsMoreThanBeforeIsSevere() {
    assertEquals(
        Severity.HIGH,
        attributes(List.of(acl(ACCESS_ACL, 6, 7, 4)), List.of(acl(ACCESS_ACL, 4, 7, 4)))
            .severity());
  }

  @Test
  void aclThatGrantsLessThanBeforeIsAChange() {
    assertEquals(
        Severity.MEDIUM,
        attributes(List.of(acl(ACCESS_ACL, 4, 7, 4)), List.of(acl(ACCESS_ACL, 6, 7, 4)))
            .severity());
  }

  @Test
  void aclThatWentIsAChange() {
    assertEquals(
        Severity.MEDIUM, attributes(List.of(), List.of(acl(ACCESS_ACL, 6, 7, 4))).severity());
  }

  @Test
  void defaultAclThatCameIsSevere() {
    assertEquals(
        Severity.HIGH, attributes(List.of(acl(DEFAULT_ACL, 4, 7, 4)), List.of()).severity());
  }

  @Test
  void aclThatNobodyCanReadIsSevere() {
    assertEquals(
        Severity.HIGH, attributes(List.of(attribute(ACCESS_ACL, "x")), List.of()).severity());
  }

  @Test
  void attributeOfTheKernelThatNobodyKnowsIsSevere() {
    assertEquals(
        Severity.HIGH,
        attributes(List.of(attribute("security.ima", "1")), List.of(attribute("security.ima", "2")))
            .severity());
  }

  @Test
  void attributeOfUsersIsAChange() {
    assertEquals(
        Severity.LOW, attributes(List.of(attribute("user.mime", "1")), List.of()).severity());
  }

  @Test
  void labelOfSelinuxIsAChange() {
    assertEquals(
        Severity.LOW,
        attributes(List.of(), List.of(attribute("security.selinux", "1"))).severity());
  }

  @Test
  void attributeBesideAModeHasTheWorseSeverity() {
    FileDifference found =
        only(
            trees(with("usr/bin/x", 04755, attribute("user.mime", "1"))),
            trees(with("usr/bin/x", 0755)));
    assertEquals(Set.of(Aspect.MODE, Aspect.ATTRIBUTES), found.aspects());
    assertEquals(Severity.CRITICAL, found.severity());
  }

  @Test
  void capabilityAloneIsCritical() {
    FileDifference found =
        only(trees(capable("usr/bin/x", NET_RAW, "1")), trees(file("usr/bin/x", 0755, "1")));
    assertEquals(Set.of(Aspect.CAPABILITIES), found.aspects());
    assertEquals(Severity.CRITICAL, found.severity());
  }

  @Test
  void otherContentOfASetuidFileIsCritical() {
    FileDifference found =
        only(trees(file("usr/bin/su", 04755, "2")), trees(file("usr/bin/su", 04755, "1")));
    assertEquals(Severity.CRITICAL, found.severity());
  }

  @Test
  void droppedSetuidBitIsSevereButNoGain() {
    FileDifference found =
        only(trees(file("usr/bin/su", 0755, "1")), trees(file("usr/bin/su", 04755, "1")));
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void fileReplacedByALinkIsATypeChange() {
    FileDifference found = only(trees(link("srv/x", "y")), trees(file("srv/x", 0644, "1")));
    assertEquals(Set.of(Aspect.TYPE, Aspect.MODE, Aspect.TARGET, Aspect.CONTENT), found.aspects());
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void executableIsSevereWhereverItLies() {
    FileDifference found = only(trees(file("run", 0755, "1")), trees());
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void scriptWithoutExecuteBitIsSevere() {
    assertEquals(Severity.HIGH, only(trees(file("x", 0644, "#!/bin/sh")), trees()).severity());
  }

  @Test
  void sharedLibraryInADirectoryOfDataIsSevere() {
    FileDifference found = only(trees(file("tmp.so", 0644, "\u007fELF")), trees());
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void dataIsNotSevere() {
    assertEquals(Severity.LOW, only(trees(file("x", 0644, "1")), trees()).severity());
  }

  @Test
  void libraryWithoutExecuteBitIsSevere() {
    FileDifference found =
        only(trees(file("usr/lib/x.so", 0644, "2")), trees(file("usr/lib/x.so", 0644, "1")));
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void accountFileIsSevere() {
    FileDifference found =
        only(trees(file("etc/passwd", 0644, "2")), trees(file("etc/passwd", 0644, "1")));
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void otherOwnerIsAChange() {
    FileDifference found =
        only(trees(owned("srv/x", 0644, 7, "1")), trees(owned("srv/x", 0644, 8, "1")));
    assertEquals(Set.of(Aspect.OWNER), found.aspects());
  }

  @Test
  void privilegesComeFirstThenExecutables() {
    FileTrees deployed = trees(file("a", 0644, "1"), file("b", 0755, "1"), file("c", 04755, "1"));
    assertEquals(
        List.of("c", "b", "a"),
        TreeComparison.compare(deployed, trees()).stream().map(FileDifference::path).toList());
  }

  @Test
  void namesThatSortAroundTheSlashAreMatched() {
    FileTrees both = trees(dir("a"), file("a/x", 0644, "1"), file("a.b", 0644, "1"), dir("a b"));
    assertEquals(List.of(), TreeComparison.compare(both, both));
  }

  @Test
  void differenceOnOneKindOfEngineIsADifference() {
    LayerEntry below = file("usr/lib/x", 0644, "1");
    FileTrees deployed =
        layered(
            List.of(dir("usr"), dir("usr/lib"), below, link("lib", "usr/lib")),
            List.of(file("lib/x", 0644, "2")));
    FileTrees registry =
        layered(
            List.of(dir("usr"), dir("usr/lib"), below, link("lib", "usr/lib")),
            List.of(file("lib/x", 0644, "3")));
    assertEquals(
        List.of("lib/x", "usr/lib/x"),
        TreeComparison.compare(deployed, registry).stream()
            .map(FileDifference::path)
            .sorted()
            .toList());
  }

  @Test
  void codeWithoutExecuteBitIsSevere() {
    assertEquals(Severity.HIGH, only(trees(file("app.jar", 0644, "PK")), trees()).severity());
  }

  @Test
  void changedFileOfRootIsSevere() {
    FileDifference found =
        only(trees(file("etc-like.conf", 0644, "2")), trees(file("etc-like.conf", 0644, "1")));
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void changedDataOfAServiceIsNot() {
    FileDifference found =
        only(trees(owned("data", 0600, 7, "2")), trees(owned("data", 0600, 7, "1")));
    assertEquals(Severity.LOW, found.severity());
  }

  @Test
  void directoryThatOthersMayNowWriteToIsSevere() {
    LayerEntry open = new LayerEntry.Directory("etc", CompareFixtures.attributes(0777, 0));
    assertEquals(Severity.HIGH, only(trees(open), trees(dir("etc"))).severity());
  }

  @Test
  void lostStickyBitIsSevere() {
    LayerEntry before = new LayerEntry.Directory("tmp", CompareFixtures.attributes(01777, 0));
    LayerEntry now = new LayerEntry.Directory("tmp", CompareFixtures.attributes(0777, 0));
    assertEquals(Severity.HIGH, only(trees(now), trees(before)).severity());
  }

  @Test
  void programThatRootGaveAwayIsSevere() {
    FileDifference found =
        only(trees(owned("srv/x", 0644, 7, "1")), trees(owned("srv/x", 0644, 0, "1")));
    assertEquals(Severity.HIGH, found.severity());
  }
}
