package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileCapabilitiesCheckTest {
  private static final long NET_RAW = 1L << 13;
  private static final long NET_BIND_SERVICE = 1L << 10;

  private final FileCapabilitiesCheck check = new FileCapabilitiesCheck();

  private Finding only(FileCapabilities capabilities) {
    return only(FakeFileTree.empty().capable("bin/tool", 0755, capabilities));
  }

  private Finding only(FakeFileTree tree) {
    List<Finding> findings = check.check(new TestFacts().tree(tree).build()).findings();
    assertEquals(1, findings.size());
    return findings.get(0);
  }

  private static FileCapabilities permitted(long bits) {
    return new FileCapabilities(2, true, bits, 0, Optional.empty());
  }

  @ParameterizedTest(name = "capability {0}")
  @CsvSource({
    "0,ROOT_EQUIVALENT high",
    "1,ROOT_EQUIVALENT high",
    "2,ROOT_EQUIVALENT high",
    "3,ROOT_EQUIVALENT high",
    "6,ROOT_EQUIVALENT high",
    "7,ROOT_EQUIVALENT high",
    "8,ROOT_EQUIVALENT high",
    "16,ROOT_EQUIVALENT high",
    "17,ROOT_EQUIVALENT high",
    "18,ROOT_EQUIVALENT high",
    "19,ROOT_EQUIVALENT high",
    "21,ROOT_EQUIVALENT high",
    "27,ROOT_EQUIVALENT high",
    "31,ROOT_EQUIVALENT high",
    "38,ROOT_EQUIVALENT high",
    "39,ROOT_EQUIVALENT high",
    "10,NETWORK low",
    "13,NETWORK low",
    "12,PRIVILEGED medium",
    "34,PRIVILEGED medium",
    "41,PRIVILEGED medium",
    "63,PRIVILEGED medium"
  })
  void capabilityDecidesTheSeverity(int bit, String expected) {
    Finding finding = only(permitted(1L << bit));

    assertEquals(expected, finding.code() + " " + finding.severity().label());
  }

  @Test
  void worstCapabilityCounts() {
    assertEquals("ROOT_EQUIVALENT", only(permitted(NET_RAW | 1L << 21)).code());
  }

  @Test
  void inheritableCapabilityCounts() {
    assertEquals(
        "ROOT_EQUIVALENT",
        only(new FileCapabilities(2, false, 0, 1L << 7, Optional.empty())).code());
  }

  @Test
  void attributeWithoutCapabilitiesIsInfo() {
    assertEquals("EMPTY", only(permitted(0)).code());
  }

  @Test
  void evidenceIsDecoded() {
    assertEquals(
        new CapabilityEvidence(
            3,
            true,
            List.of("cap_net_raw", "cap_41"),
            List.of("cap_net_bind_service"),
            Optional.of(100000L)),
        only(new FileCapabilities(
                3, true, NET_RAW | 1L << 41, NET_BIND_SERVICE, Optional.of(100000L)))
            .evidence(CapabilityEvidence.class)
            .orElseThrow());
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "true,8192,0,cap_net_raw=ep",
    "false,8192,0,cap_net_raw=p",
    "true,8192,8192,cap_net_raw=eip",
    "true,8192,1024,cap_net_raw=ep cap_net_bind_service=ei"
  })
  void messageWritesThemAsGetcapDoes(
      boolean effective, long permitted, long inheritable, String notation) {
    assertTrue(
        only(new FileCapabilities(2, effective, permitted, inheritable, Optional.empty()))
            .message()
            .contains("gives the capabilities " + notation));
  }

  @Test
  void rootIdIsMentioned() {
    assertTrue(
        only(new FileCapabilities(3, true, NET_RAW, 0, Optional.of(100000L)))
            .message()
            .contains("uid 100000"));
  }

  @Test
  void setuidBesideCapabilitiesIsMentioned() {
    assertTrue(
        only(FakeFileTree.empty().capable("bin/ping", 04755, permitted(NET_RAW)))
            .message()
            .contains("it is setuid as well"));
  }

  @Test
  void remedyAllowsEachCapability() {
    assertEquals(
        List.of(
            "--allow-capability /bin/tool=cap_net_bind_service",
            "--allow-capability /bin/tool=cap_net_raw"),
        only(permitted(NET_RAW | NET_BIND_SERVICE)).remedy().orElseThrow().accept());
  }

  @Test
  void attributeThatCannotBeDecodedIsUnknown() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .layerAnomaly(
                    1, new LayerAnomaly(LayerAnomaly.Kind.MALFORMED_CAPABILITY, "bin/x", "5 bytes"))
                .build());

    assertEquals(
        Optional.of("the capability attribute of /bin/x in layer 2 cannot be decoded"),
        outcome.unknown());
  }

  @Test
  void unknownTreeIsUnknown() {
    assertEquals(
        Optional.of("layer 1 is foreign"),
        check.check(new TestFacts().unknownTree("layer 1 is foreign").build()).unknown());
  }

  @Test
  void filesWithoutCapabilitiesAreNoFindings() {
    assertEquals(
        "no files with capabilities",
        check
            .check(new TestFacts().tree(FakeFileTree.empty().file("bin/ls", 0755, 0, 0)).build())
            .summary());
  }
}
