package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
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
    assertEquals(2, FindingGroup.of(List.of(finding("/a", 0), finding("/a", 1))).size());
  }

  @Test
  void aSingleFindingKeepsItsOwnWords() {
    assertEquals("/a is odd", new FindingGroup(List.of(finding("/a", 0))).headline());
  }

  @Test
  void filesWithTheSameCapabilitiesAreCounted() {
    CapabilityEvidence evidence =
        new CapabilityEvidence(
            2, true, List.of("cap_net_raw"), List.of("cap_chown"), Optional.empty());
    Finding one = finding("/a", 0, evidence);
    assertEquals(
        "2 files with cap_net_raw,cap_chown+eip", new FindingGroup(List.of(one, one)).headline());
  }

  @Test
  void whatAProvenBaseBroughtIsOneGroupWhateverItIs() {
    Evidence ofBase = new OriginEvidence(Origin.BASE, "debian:12", Severity.MEDIUM, "of the base");
    List<FindingGroup> groups =
        FindingGroup.of(
            List.of(finding("/a", 0, ofBase), finding("/b", 1, ofBase), finding("/c", 2)));
    assertEquals(List.of("/a", "/b"), groups.get(0).subjects());
    assertEquals("2 findings of the proven base debian:12, unchanged", groups.get(0).headline());
    assertEquals(Optional.empty(), groups.get(0).location());
  }

  @Test
  void whatAProvenBaseBroughtIsOneGroupHoweverSevereItIs() {
    Evidence ofBase = new OriginEvidence(Origin.BASE, "debian:12", Severity.MEDIUM, "of the base");
    Finding high =
        finding("/a", 0, new OriginEvidence(Origin.BASE, "debian:12", Severity.CRITICAL, "x"));
    Finding worse =
        new Finding(
            high.check(),
            high.code(),
            Severity.HIGH,
            high.subject(),
            high.message(),
            high.remedy(),
            high.location(),
            high.evidence());
    List<FindingGroup> groups =
        FindingGroup.of(List.of(worse, finding("/b", 0, ofBase), finding("/c", 1, ofBase)));
    assertEquals(1, groups.size());
    assertEquals(
        "3 findings of the proven base debian:12, unchanged (1 high, 2 low)",
        groups.get(0).headline());
  }

  @Test
  void theLayerSaysWhoseItIs() {
    Finding own = finding("/a", 2, new OriginEvidence(Origin.OWN, "debian:12", Severity.LOW, "x"));
    assertEquals("own layer 3", new FindingGroup(List.of(own)).whose("layer 3"));
    Finding ofBase =
        finding("/a", 0, new OriginEvidence(Origin.BASE, "debian:12", Severity.LOW, "x"));
    assertEquals("layer 1 of the base", new FindingGroup(List.of(ofBase)).whose("layer 1"));
    assertEquals("layer 1", new FindingGroup(List.of(finding("/a", 0))).whose("layer 1"));
  }

  @Test
  void whatTheBaseBroughtAndWeighsTheSameKeepsItsOwnWords() {
    Evidence ofBase = new OriginEvidence(Origin.BASE, "debian:12", Severity.LOW, "of the base");
    Finding one = finding("/a", 0, ofBase);
    assertEquals("/a is odd", new FindingGroup(List.of(one)).headline());
  }

  private static Finding finding(String path, int layer, Evidence... evidence) {
    return new Finding(
        CheckId.FILE_CAPABILITIES,
        "CODE",
        Severity.LOW,
        path,
        path + " is odd.",
        Optional.empty(),
        Optional.of(new LayerLocation(layer, "sha256:x", Optional.empty())),
        List.of(evidence));
  }
}
