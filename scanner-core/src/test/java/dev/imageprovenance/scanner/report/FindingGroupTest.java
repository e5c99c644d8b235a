package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingGroupTest {
  @Test
  void setuidFilesOfOneLayerAndOwnerAreOneGroup() {
    List<FindingGroup> groups =
        FindingGroup.of(
            List.of(
                SampleReports.setuid("/a", 04755, "root", 0),
                SampleReports.setuid("/b", 02755, "tty", 5),
                SampleReports.setuid("/c", 04711, "root", 0)));
    assertEquals(List.of("/a", "/c"), groups.get(0).subjects());
  }

  @Test
  void findingsOfDifferentLayersStayApart() {
    assertEquals(2, FindingGroup.of(List.of(finding("/a", 0, "x"), finding("/a", 1, "x"))).size());
  }

  @Test
  void aSharedRemedyNamesEveryPath() {
    FindingGroup group =
        new FindingGroup(
            List.of(finding("/a", 0, "chmod a-s /a"), finding("/b", 0, "chmod a-s /b")));
    assertEquals(Optional.of("chmod a-s /a /b"), group.remedy(false));
  }

  @Test
  void aSharedRemedyRepeatsTheOptionOfEachPath() {
    FindingGroup group =
        new FindingGroup(
            List.of(
                finding("/a", 0, "accept: --allow-setuid /a"),
                finding("/b", 0, "accept: --allow-setuid /b --allow-setuid /c")));
    assertEquals(
        Optional.of("accept: --allow-setuid /a --allow-setuid /b --allow-setuid /c"),
        group.remedy(false));
  }

  @Test
  void aQuotedPathIsNeverTorn() {
    FindingGroup group =
        new FindingGroup(
            List.of(finding("/x a", 0, "chmod '/x a'"), finding("/x b", 0, "chmod '/x b'")));
    assertEquals(Optional.of("chmod '/x a'\nchmod '/x b'"), group.remedy(false));
  }

  @Test
  void remediesThatAreTheSameAreToldAsTheyAre() {
    FindingGroup group =
        new FindingGroup(List.of(finding("/a", 0, "see /etc"), finding("/b", 0, "see /etc")));
    assertEquals(Optional.of("see /etc"), group.remedy(false));
  }

  @Test
  void aSingleFindingKeepsItsOwnWords() {
    assertEquals("/a is odd", new FindingGroup(List.of(finding("/a", 0, "x"))).headline());
  }

  @Test
  void filesWithTheSameCapabilitiesAreCounted() {
    CapabilityEvidence evidence =
        new CapabilityEvidence(
            2, true, List.of("cap_net_raw"), List.of("cap_chown"), Optional.empty());
    Finding one = finding("/a", 0, "x", evidence);
    assertEquals(
        "2 files with cap_net_raw,cap_chown+eip", new FindingGroup(List.of(one, one)).headline());
  }

  private static Finding finding(String path, int layer, String remedy, Evidence... evidence) {
    return new Finding(
        CheckId.FILE_CAPABILITIES,
        "CODE",
        Severity.LOW,
        path,
        path + " is odd.",
        Optional.of(remedy),
        Optional.of(new LayerLocation(layer, "sha256:x", Optional.empty())),
        List.of(evidence));
  }
}
