package dev.imageprovenance.scanner.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FindingFingerprintTest {
  private static final String CONTENT = "sha256:" + "a".repeat(64);
  private static final FindingFingerprint SU =
      of(finding("ROOT_OWNED", "/bin/su", file(CONTENT, 04755, 0)));

  private static FindingFingerprint of(Finding finding) {
    return FindingFingerprint.of(finding);
  }

  private static Finding finding(String code, String subject, Evidence... evidence) {
    return new Finding(
        CheckId.SETUID_FILES,
        code,
        Severity.MEDIUM,
        subject,
        "message",
        Optional.empty(),
        Optional.of(new LayerLocation(0, "sha256:1", Optional.empty())),
        List.of(evidence));
  }

  private static FileEvidence file(String content, int mode, long uid) {
    return new FileEvidence(
        "/bin/su",
        "file",
        mode,
        uid,
        Optional.empty(),
        0,
        Optional.empty(),
        1,
        Optional.of(content),
        List.of(),
        false);
  }

  @Test
  void wordingSeverityAndLayerDoNotChangeIt() {
    Finding other =
        new Finding(
            CheckId.SETUID_FILES,
            "ROOT_OWNED",
            Severity.HIGH,
            "/bin/su",
            "other words",
            Optional.of(Remedy.of("other advice")),
            Optional.of(new LayerLocation(3, "sha256:2", Optional.of("RUN x"))),
            List.of(file(CONTENT, 04755, 0)));

    assertEquals(SU, of(other));
  }

  @Test
  void anotherCodeChangesIt() {
    assertNotEquals(SU, of(finding("WRITABLE", "/bin/su", file(CONTENT, 04755, 0))));
  }

  @Test
  void anotherSubjectChangesIt() {
    assertNotEquals(SU, of(finding("ROOT_OWNED", "/bin/sudo", file(CONTENT, 04755, 0))));
  }

  @Test
  void otherContentChangesIt() {
    String other = "sha256:" + "b".repeat(64);

    assertNotEquals(SU, of(finding("ROOT_OWNED", "/bin/su", file(other, 04755, 0))));
  }

  @Test
  void anotherModeChangesIt() {
    assertNotEquals(SU, of(finding("ROOT_OWNED", "/bin/su", file(CONTENT, 04777, 0))));
  }

  @Test
  void anotherOwnerChangesIt() {
    assertNotEquals(SU, of(finding("ROOT_OWNED", "/bin/su", file(CONTENT, 04755, 5))));
  }

  @Test
  void aFurtherCapabilityChangesIt() {
    assertNotEquals(
        of(finding("NETWORK", "/bin/ping", capabilities("cap_net_raw"))),
        of(finding("NETWORK", "/bin/ping", capabilities("cap_net_raw", "cap_net_admin"))));
  }

  @Test
  void theOrderOfCapabilitiesDoesNotChangeIt() {
    assertEquals(
        of(finding("NETWORK", "/bin/ping", capabilities("cap_net_admin", "cap_net_raw"))),
        of(finding("NETWORK", "/bin/ping", capabilities("cap_net_raw", "cap_net_admin"))));
  }

  @Test
  void partsCannotBeShiftedIntoOneAnother() {
    assertNotEquals(of(finding("A", "BC")), of(finding("AB", "C")));
  }

  @Test
  void namesThatAreNoUtf8AreToldApart() {
    assertNotEquals(of(finding("A", "/x\udc80")), of(finding("A", "/x\udc81")));
  }

  /** Baselines in files outlive releases: this value must never change. */
  @Test
  void itIsTheSameInEveryRelease() {
    assertEquals("bcf5e441c79ef1b966a0f89fe09b0a13c6784e15a0c5bc447f502a797f3600df", SU.value());
  }

  private static CapabilityEvidence capabilities(String... names) {
    return new CapabilityEvidence(2, true, List.of(names), List.of(), Optional.empty());
  }
}
