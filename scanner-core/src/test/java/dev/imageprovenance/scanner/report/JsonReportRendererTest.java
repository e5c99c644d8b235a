package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReportRendererTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<ScanReport> everySample() {
    return Stream.of(
        SampleReports.cleanDistro(),
        SampleReports.failing(),
        SampleReports.unknown(),
        SampleReports.problem(),
        SampleReports.twoPlatforms(),
        SampleReports.dockerArchive(),
        SampleReports.based(),
        SampleReports.merelyNaming());
  }

  static Stream<Evidence> everyEvidence() {
    return SampleReports.everyEvidence().stream();
  }

  @ParameterizedTest
  @MethodSource("everySample")
  void everySampleMatchesThePublishedSchema(ScanReport scan) throws IOException {
    ScanReportSchema.assertValid(json(SampleReports.run(scan)));
  }

  @ParameterizedTest
  @MethodSource("everyEvidence")
  void everyKindOfEvidenceMatchesThePublishedSchema(Evidence evidence) throws IOException {
    ScanReportSchema.assertValid(json(SampleReports.run(SampleReports.withEvidence(evidence))));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void everyKindOfProblemMatchesThePublishedSchema(ProblemKind kind) throws IOException {
    ScanReport scan =
        new ScanReport(
            "x",
            SampleReports.NOW,
            List.of(),
            List.of(),
            Optional.of(new ScanReport.Problem(kind, "it failed", Optional.empty())));
    ScanReportSchema.assertValid(json(SampleReports.run(scan)));
  }

  @Test
  void theBaseIsToldWithWhatBecameOfItsTag() throws IOException {
    JsonNode base = tree(SampleReports.run(SampleReports.based())).at("/scans/0/images/0/base");
    assertEquals("docker.io/library/debian:12", base.get("name").textValue());
    assertEquals(1, base.get("layers").intValue());
    assertEquals(1, base.get("ownLayers").intValue());
    assertTrue(base.get("accepted").booleanValue());
    assertEquals("moved", base.at("/tag/movement").textValue());
  }

  @Test
  void aBaseThatOnlyTheImageNamesIsNotAccepted() throws IOException {
    JsonNode base =
        tree(SampleReports.run(SampleReports.merelyNaming())).at("/scans/0/images/0/base");
    assertFalse(base.get("accepted").booleanValue());
  }

  @Test
  void everyLayerSaysWhoseItIs() throws IOException {
    JsonNode layers = tree(SampleReports.run(SampleReports.based())).at("/scans/0/images/0/layers");
    assertEquals("base", layers.at("/0/owner").textValue());
    assertEquals("own", layers.at("/1/owner").textValue());
  }

  @Test
  void aRunWithoutScansMatchesThePublishedSchema() throws IOException {
    ScanReportSchema.assertValid(json(SampleReports.run()));
  }

  @Test
  void theSchemaRefusesAMemberThatIsNotPublished() throws IOException {
    ObjectNode document = (ObjectNode) tree(SampleReports.run(SampleReports.failing()));
    document.put("extra", 1);
    assertFalse(ScanReportSchema.accepts(document.toString()));
  }

  @Test
  void theSchemaRefusesAnUnknownMemberDeepInside() throws IOException {
    JsonNode document = tree(SampleReports.run(SampleReports.failing()));
    ((ObjectNode) document.at("/scans/0/images/0/checks/0/findings/0/evidence/0"))
        .put("surprise", true);
    assertFalse(ScanReportSchema.accepts(document.toString()));
  }

  @Test
  void theSchemaRefusesADigestWithoutOrigin() throws IOException {
    JsonNode document = tree(SampleReports.run(SampleReports.failing()));
    ((ObjectNode) document.at("/scans/0/images/0/config")).remove("origin");
    assertFalse(ScanReportSchema.accepts(document.toString()));
  }

  @Test
  void numbersAreNumbers() throws IOException {
    JsonNode file =
        tree(SampleReports.run(SampleReports.cleanDistro()))
            .at("/scans/0/images/0/checks/2/findings/0/evidence/0");
    assertTrue(file.get("uid").isIntegralNumber());
  }

  @Test
  void theModeIsOctal() throws IOException {
    JsonNode file =
        tree(SampleReports.run(SampleReports.cleanDistro()))
            .at("/scans/0/images/0/checks/2/findings/0/evidence/0");
    assertEquals("04755", file.get("mode").textValue());
  }

  @Test
  void aSizeThatIsNotKnownIsAbsent() throws IOException {
    JsonNode layer =
        tree(SampleReports.run(SampleReports.dockerArchive())).at("/scans/0/images/0/layers/0");
    assertFalse(layer.has("uncompressedSize"));
  }

  @Test
  void aLayerThatWasNotReadShowsItsDiffIdAsTheConfigsClaim() throws IOException {
    JsonNode layer =
        tree(SampleReports.run(SampleReports.dockerArchive())).at("/scans/0/images/0/layers/0");
    assertEquals("config", layer.at("/uncompressed/origin").textValue());
  }

  @Test
  void aFindingOfAnArchiveNamesItsLayerByDiffId() throws IOException {
    JsonNode finding =
        tree(SampleReports.run(SampleReports.dockerArchive()))
            .at("/scans/0/images/0/checks/0/findings/0");
    assertEquals("diffID", finding.at("/layer/digest/kind").textValue());
  }

  @Test
  void aFindingInALayerWithoutDigestNamesItsPath() throws IOException {
    JsonNode finding =
        tree(SampleReports.run(SampleReports.dockerArchive()))
            .at("/scans/0/images/0/checks/0/findings/1");
    assertEquals("abc/layer.tar", finding.at("/layer/path").textValue());
  }

  @Test
  void theDocumentIsPrintableAscii() throws IOException {
    String json = json(SampleReports.run(SampleReports.failing()));
    assertTrue(json.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), json);
  }

  @Test
  void aNameThatIsNoUtf8SurvivesTheRoundTrip() throws IOException {
    JsonNode finding =
        tree(SampleReports.run(SampleReports.failing()))
            .at("/scans/0/images/0/checks/2/findings/0");
    assertEquals("/tmp/\u202egnp\u001b[2J\udc80名", finding.get("subject").textValue());
  }

  @Test
  void aRemedyHasEachPartUnderItsName() throws IOException {
    JsonNode finding =
        tree(SampleReports.run(SampleReports.cleanDistro()))
            .at("/scans/0/images/0/checks/2/findings/0");
    assertEquals(
        "{\"text\":\"Take the bit away where the layer is made\","
            + "\"dockerfile\":\"RUN chmod a-s /usr/bin/chfn\","
            + "\"jib\":\"use a base image without the bit\","
            + "\"accept\":[\"--allow-setuid /usr/bin/chfn\"]}",
        finding.get("remedies").toString());
  }

  @Test
  void aRemedyInWordsOnlyHasNoOtherPart() throws IOException {
    JsonNode finding =
        tree(SampleReports.run(SampleReports.failing()))
            .at("/scans/0/images/0/checks/0/findings/0");
    assertEquals(
        "{\"text\":\"Push the image again from its build\"}", finding.get("remedies").toString());
  }

  @Test
  void whoSignedIsTold() throws IOException {
    JsonNode signatures =
        tree(SampleReports.run(SampleReports.signed())).at("/scans/0/images/0/signatures");
    assertEquals("verified", signatures.get("state").asText());
  }

  @Test
  void totalsCountWhatTheScansHold() throws IOException {
    JsonNode document =
        tree(
            SampleReports.run(
                SampleReports.cleanDistro(),
                SampleReports.failing(),
                SampleReports.unknown(),
                SampleReports.problem(),
                SampleReports.twoPlatforms()));
    assertEquals(
        "{\"images\":{\"PASS\":2,\"UNKNOWN\":2,\"FAIL\":2},"
            + "\"findings\":{\"info\":0,\"low\":0,\"medium\":15,\"high\":2,\"critical\":1},"
            + "\"unknownChecks\":2,\"allowedFindings\":1,\"waivedFindings\":0,\"baselineFindings\":0}",
        document.get("totals").toString());
  }

  @Test
  void totalsStandBeforeTheScans() throws IOException {
    String json = json(SampleReports.run(SampleReports.failing()));
    assertTrue(json.indexOf("\"totals\"") < json.indexOf("\"scans\""), json);
  }

  @Test
  void thePolicyIsWrittenInAStableOrder() throws IOException {
    Policy policy =
        Policy.defaults()
            .failOn(Severity.CRITICAL)
            .allowUnknown(CheckId.SETUID_FILES)
            .allowUnknown(CheckId.ACCOUNTS)
            .allowSetuid("/b")
            .allowSetuid("/a")
            .allowCapability("/z", "cap_chown")
            .allowCapability("/y", "cap_net_raw");
    RunReport run = SampleReports.run();
    String json = json(new RunReport(run.tool(), run.startedAt(), policy, List.of()));
    assertEquals(
        "{\"sources\":[],\"failOn\":\"critical\",\"allowUnknown\":[\"accounts\",\"setuid-files\"],"
            + "\"allowedSetuidPaths\":[\"/a\",\"/b\"],\"allowedCapabilities\":["
            + "{\"path\":\"/y\",\"capability\":\"cap_net_raw\"},"
            + "{\"path\":\"/z\",\"capability\":\"cap_chown\"}],\"unused\":[]}",
        MAPPER.readTree(json).get("policy").toString());
  }

  private static JsonNode tree(RunReport run) throws IOException {
    return MAPPER.readTree(json(run));
  }

  private static String json(RunReport run) throws IOException {
    StringWriter out = new StringWriter();
    new JsonReportRenderer().render(run, out);
    return out.toString();
  }
}
