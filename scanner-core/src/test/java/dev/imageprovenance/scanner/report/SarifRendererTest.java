package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.KnownChecks;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SarifRendererTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<ScanReport> everySample() {
    return SampleReports.every();
  }

  static Stream<String> everyLineage() {
    return SampleLineages.names().stream();
  }

  static Stream<String> everySignature() {
    return SampleSignatures.names().stream();
  }

  static Stream<String> everyComparison() {
    return SampleComparisons.names().stream();
  }

  @ParameterizedTest
  @MethodSource("everySample")
  void everyScanIsSarif(ScanReport scan) throws IOException {
    SarifSchema.assertValid(sarif(scan));
  }

  @ParameterizedTest
  @MethodSource("everyComparison")
  void everyComparisonIsSarif(String name) throws IOException {
    SarifSchema.assertValid(sarif(SampleComparisons.run(SampleComparisons.named(name))));
  }

  @ParameterizedTest
  @MethodSource("everyLineage")
  void everyLineageIsSarif(String name) throws IOException {
    String sarif = sarif(SampleLineages.run(SampleLineages.named(name)));
    SarifSchema.assertValid(sarif);
    CodeScanningRules.assertAccepted(MAPPER.readTree(sarif));
  }

  @ParameterizedTest
  @MethodSource("everySignature")
  void everySignatureIsSarif(String name) throws IOException {
    String sarif = sarif(SampleSignatures.run(SampleSignatures.named(name)));
    SarifSchema.assertValid(sarif);
    CodeScanningRules.assertAccepted(MAPPER.readTree(sarif));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void everyProblemIsSarif(ProblemKind kind) throws IOException {
    SarifSchema.assertValid(sarif(problem(kind)));
  }

  @Test
  void theSchemaRefusesWhatIsNoSarif() throws IOException {
    ObjectNode document = (ObjectNode) MAPPER.readTree(sarif(SampleReports.failing()));
    document.put("extra", 1);
    assertFalse(SarifSchema.accepts(document.toString()));
  }

  @ParameterizedTest
  @MethodSource("everySample")
  void codeScanningAcceptsEveryScan(ScanReport scan) throws IOException {
    CodeScanningRules.assertAccepted(MAPPER.readTree(sarif(scan)));
  }

  @ParameterizedTest
  @MethodSource("everyComparison")
  void codeScanningAcceptsEveryComparison(String name) throws IOException {
    CodeScanningRules.assertAccepted(
        MAPPER.readTree(sarif(SampleComparisons.run(SampleComparisons.named(name)))));
  }

  @Test
  void clausesThatNothingNeededAreNotifications() throws IOException {
    StringWriter out = new StringWriter();
    Renderers.ofScans(ReportFormat.SARIF, ReportOptions.defaults())
        .render(SampleReports.unusedClauses(), out);
    SarifSchema.assertValid(out.toString());
    JsonNode notifications =
        MAPPER.readTree(out.toString()).at("/runs/0/invocations/0/toolConfigurationNotifications");
    assertEquals(3, notifications.size());
    JsonNode allowance = notifications.get(0);
    assertEquals("warning", allowance.get("level").textValue());
    assertEquals(
        "Policy: setuid.allow /no/*such* (ci/policy.yaml:4:7): allowed but not present",
        allowance.at("/message/text").textValue());
    JsonNode place = allowance.at("/locations/0/physicalLocation");
    assertEquals("ci/policy.yaml", place.at("/artifactLocation/uri").textValue());
    assertEquals(4, place.at("/region/startLine").intValue());
  }

  @ParameterizedTest
  @MethodSource("everyCheck")
  void aRulesHelpIsThePageOfItsCheck(Check check) throws IOException {
    String code = check.codes().keySet().iterator().next();
    Finding found =
        new Finding(
            check.id(),
            code,
            Severity.HIGH,
            "",
            "It is so.",
            Optional.empty(),
            Optional.empty(),
            List.of());
    String id = check.id() + "/" + code;
    String help =
        StreamSupport.stream(
                MAPPER
                    .readTree(sarif(SampleReports.with(found)))
                    .at("/runs/0/tool/driver/rules")
                    .spliterator(),
                false)
            .filter(rule -> rule.get("id").textValue().equals(id))
            .findFirst()
            .orElseThrow()
            .at("/help/markdown")
            .textValue();
    assertTrue(help.startsWith("**" + check.title() + "**"), help);
    for (String section : List.of("Why it matters", "How to fix it", "How to allow it")) {
      assertTrue(help.contains("\n## " + section + "\n"), section + " of " + help);
    }
  }

  static List<Check> everyCheck() {
    return KnownChecks.catalogue();
  }

  @Test
  void aResultPointsAtTheFileThatFixesIt() throws IOException {
    JsonNode location =
        first(sarif(new FixLocation("docker/my file", 7), SampleReports.failing()))
            .at("/locations/0/physicalLocation");
    assertEquals("docker/my%20file", location.at("/artifactLocation/uri").textValue());
    assertEquals(7, location.at("/region/startLine").intValue());
  }

  @Test
  void layerAndPathAreLogicalLocations() throws IOException {
    JsonNode locations =
        result(sarif(SampleReports.cleanDistro()), "setuid-files/PRIVILEGED_EXECUTABLE")
            .at("/locations/0/logicalLocations");
    assertEquals("debian:12 linux/amd64", locations.at("/0/name").textValue());
    assertEquals("layer 1", locations.at("/1/name").textValue());
    assertEquals(
        SampleReports.digest('2').toString(), locations.at("/1/fullyQualifiedName").textValue());
    assertEquals("/usr/bin/chfn", locations.at("/2/name").textValue());
  }

  @Test
  void aMessageSaysWhatAndWhereAndWhatToDo() throws IOException {
    assertEquals(
        """
        /usr/bin/chfn runs with the privileges of root.
        debian:12 linux/amd64; layer 1 (sha256:222222222222), made by ADD rootfs.tar.xz /
        Remedy: Dockerfile, before USER: RUN chmod a-s /usr/bin/chfn
        jib: use a base image without the bit
        to accept it: --allow-setuid /usr/bin/chfn""",
        result(sarif(SampleReports.cleanDistro()), "setuid-files/PRIVILEGED_EXECUTABLE")
            .at("/message/text")
            .textValue());
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void aSeverityHasOneLevel(Severity severity) throws IOException {
    String level =
        switch (severity) {
          case CRITICAL, HIGH -> "error";
          case MEDIUM -> "warning";
          case LOW, INFO -> "note";
        };
    assertEquals(
        level, first(sarif(SampleReports.with(finding(severity)))).get("level").textValue());
  }

  @Test
  void aRuleExplainsItsCodeByTheChecksPage() throws IOException {
    JsonNode rule = rule(sarif(SampleReports.with(finding(Severity.HIGH))), "default-user/ROOT");
    assertTrue(rule.at("/help/markdown").textValue().contains("## How to fix it"));
    assertEquals("Default user: root", rule.at("/shortDescription/text").textValue());
    assertTrue(rule.at("/fullDescription/text").textValue().contains("ROOT: empty, root, 0"));
  }

  @Test
  void aRuleIsAsSevereAsWhatWasFound() throws IOException {
    JsonNode rule = rule(sarif(SampleReports.with(finding(Severity.LOW))), "default-user/ROOT");
    assertEquals("2.0", rule.at("/properties/security-severity").textValue());
  }

  @Test
  void aCheckThatFoundNothingHasItsRulesToo() throws IOException {
    assertEquals(
        "8.0",
        rule(sarif(SampleReports.cleanDistro()), "default-user/ROOT")
            .at("/properties/security-severity")
            .textValue());
  }

  @Test
  void theSameScanHasTheSameFingerprints() throws IOException {
    assertEquals(
        fingerprints(sarif(SampleReports.cleanDistro())),
        fingerprints(sarif(SampleReports.cleanDistro())));
  }

  @Test
  void aFindingWhoseLayerMovedKeepsItsFingerprint() throws IOException {
    Finding finding = finding(Severity.HIGH);
    Finding moved =
        new Finding(
            finding.check(),
            finding.code(),
            Severity.LOW,
            finding.subject(),
            "said in other words",
            Optional.empty(),
            Optional.of(
                new LayerLocation(7, SampleReports.digest('8').toString(), Optional.of("COPY"))),
            finding.evidence());
    assertEquals(
        fingerprints(sarif(SampleReports.with(finding))),
        fingerprints(sarif(SampleReports.with(moved))));
  }

  @Test
  void anotherTagOfTheImageKeepsFingerprintsAndCategory() throws IOException {
    String one = sarif(SampleReports.named("registry.example:5000/app:1"));
    String other =
        sarif(SampleReports.named("registry.example:5000/app:2@" + SampleReports.digest('a')));
    assertEquals(fingerprints(one), fingerprints(other));
    assertEquals(category(one, 0), category(other, 0));
    assertEquals("image-provenance/registry.example:5000/app/linux/amd64/", category(one, 0));
  }

  @Test
  void anotherImageHasOtherFingerprints() throws IOException {
    assertNotEquals(
        fingerprints(sarif(SampleReports.named("app:1"))),
        fingerprints(sarif(SampleReports.named("job:1"))));
  }

  @Test
  void everyFindingHasItsOwnFingerprint() throws IOException {
    List<String> all = fingerprints(sarif(SampleReports.cleanDistro()));
    assertEquals(all.size(), new HashSet<>(all).size());
  }

  @Test
  void eachImageIsARunOfItsOwnCategory() throws IOException {
    String sarif = sarif(SampleReports.named("app:1"), SampleReports.named("job:1"));
    assertEquals("image-provenance/app/linux/amd64/", category(sarif, 0));
    assertEquals("image-provenance/job/linux/amd64/", category(sarif, 1));
  }

  @Test
  void twoTagsOfOneImageShareARunWithoutSharingFingerprints() throws IOException {
    String sarif = sarif(SampleReports.named("app:1"), SampleReports.named("app:2"));
    assertEquals(1, MAPPER.readTree(sarif).get("runs").size());
    List<String> all = fingerprints(sarif);
    assertEquals(all.size(), new HashSet<>(all).size());
  }

  @Test
  void manyImagesShareTheLastRun() throws IOException {
    ScanReport[] scans = new ScanReport[40];
    for (int i = 0; i < scans.length; i++) {
      scans[i] = SampleReports.named("app" + i);
    }
    JsonNode runs = MAPPER.readTree(sarif(scans)).get("runs");
    CodeScanningRules.assertAccepted(MAPPER.readTree(sarif(scans)));
    assertEquals(21, runs.get(19).at("/properties/subjects").size());
  }

  @Test
  void whatIsUnknownIsAResult() throws IOException {
    JsonNode result = result(sarif(SampleReports.unknown()), "setuid-files/UNKNOWN");
    assertEquals("error", result.get("level").textValue());
    assertFalse(result.has("suppressions"));
  }

  @Test
  void whatIsUnknownMakesTheInvocationFail() throws IOException {
    JsonNode invocation =
        MAPPER.readTree(sarif(SampleReports.unknown())).at("/runs/0/invocations/0");
    assertFalse(invocation.get("executionSuccessful").booleanValue());
    assertEquals("error", invocation.at("/toolExecutionNotifications/0/level").textValue());
    assertTrue(
        invocation
            .at("/toolExecutionNotifications/0/message/text")
            .textValue()
            .contains("layer 1 is foreign and was not fetched"));
  }

  @Test
  void aFailureWithoutFindingsIsAResult() throws IOException {
    JsonNode run = MAPPER.readTree(sarif(SampleReports.twoPlatforms())).at("/runs/1");
    assertEquals("default-user/FAILED", run.at("/results/0/ruleId").textValue());
  }

  @Test
  void whatMayBeUnknownIsSuppressed() throws IOException {
    JsonNode result = result(sarif(SampleReports.unknown()), "accounts/UNKNOWN");
    assertEquals("external", result.at("/suppressions/0/kind").textValue());
  }

  @Test
  void whatThePolicyAllowsIsSuppressed() throws IOException {
    JsonNode suppressed =
        StreamSupport.stream(results(sarif(SampleReports.cleanDistro())).spliterator(), false)
            .filter(result -> result.has("suppressions"))
            .findFirst()
            .orElseThrow();
    assertTrue(suppressed.at("/message/text").textValue().startsWith("/usr/bin/fusermount"));
    assertTrue(suppressed.at("/suppressions/0/justification").textValue().contains("allow"));
  }

  @Test
  void aWaiverIsTheReasonOfASuppression() throws IOException {
    JsonNode suppression =
        first(sarif(SampleReports.waived(finding(Severity.HIGH)))).at("/suppressions/0");
    assertEquals(
        "waived by W-1 (ci/policy.yaml:12:5): needed until the move; ops, until 2026-03-01",
        suppression.get("justification").textValue());
    assertEquals(
        "ci/policy.yaml",
        suppression.at("/location/physicalLocation/artifactLocation/uri").textValue());
  }

  @Test
  void aFindingAboutThePolicyPointsAtItsClause() throws IOException {
    Finding expired =
        new Finding(
            new CheckId("policy"),
            "EXPIRED_WAIVER",
            Severity.HIGH,
            "W-1",
            "The waiver W-1 expired",
            Optional.empty(),
            Optional.empty(),
            List.of(
                new ClauseEvidence("W-1", Optional.of(new ClauseLocation("policy.yaml", 12, 5)))));
    JsonNode place = first(sarif(SampleReports.with(expired))).at("/locations/0/physicalLocation");
    assertEquals("policy.yaml", place.at("/artifactLocation/uri").textValue());
    assertEquals(12, place.at("/region/startLine").intValue());
  }

  @Test
  void anImageThatCouldNotBeScannedIsAResult() throws IOException {
    JsonNode result = first(sarif(SampleReports.problem()));
    assertEquals("scan/UNKNOWN", result.get("ruleId").textValue());
    assertTrue(result.at("/message/text").textValue().contains("HTTP 401"));
  }

  @Test
  void aScanThatFoundNothingIsSuccessful() throws IOException {
    assertTrue(
        MAPPER
            .readTree(sarif(SampleReports.cleanDistro()))
            .at("/runs/0/invocations/0/executionSuccessful")
            .booleanValue());
  }

  @Test
  void aHostileNameIsNeitherLinkNorPlaceholderNorControl() throws IOException {
    Finding hostile =
        SampleReports.setuid("/tmp/[x](http://evil.example){0}\u001b\u202e", 06777, "root", 0);
    String sarif = sarif(SampleReports.with(hostile));
    String message = first(sarif).at("/message/text").textValue();
    assertTrue(
        message.startsWith("/tmp/[x\\u005d(http://evil.example){{0}}\\u001b\\u202e runs"), message);
    assertTrue(sarif.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')));
    SarifSchema.assertValid(sarif);
  }

  @Test
  void moreResultsThanCodeScanningShowsAreCountedInOne() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      findings.add(SampleReports.setuid("/usr/bin/x" + i, 04755, "root", 0));
    }
    String sarif = sarif(SampleReports.with(findings.toArray(new Finding[0])));
    assertTrue(results(sarif).size() <= 5000);
    assertTrue(
        result(sarif, "report/LEFT_OUT").at("/message/text").textValue().contains("left out"));
    CodeScanningRules.assertAccepted(MAPPER.readTree(sarif));
  }

  @Test
  void namesThatCannotBeCompressedStayWithinTheLimitOfUploads() throws IOException {
    List<Finding> findings = new ArrayList<>();
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 3000; i++) {
      StringBuilder name = new StringBuilder("/");
      for (int c = 0; c < 4000; c++) {
        name.append((char) ('!' + random.nextInt(90)));
      }
      findings.add(SampleReports.setuid(name.toString(), 04755, "root", 0));
    }
    String sarif = sarif(SampleReports.with(findings.toArray(new Finding[0])));
    assertTrue(sarif.length() < 10_000_000, () -> "" + sarif.length());
    assertEquals(
        "report/LEFT_OUT", results(sarif).get(results(sarif).size() - 1).get("ruleId").textValue());
  }

  @Test
  void aDifferenceIsAResult() throws IOException {
    Set<String> rules = new HashSet<>();
    results(sarif(SampleComparisons.run(SampleComparisons.different())))
        .forEach(result -> rules.add(result.get("ruleId").textValue()));
    assertTrue(
        rules.containsAll(Set.of("registry-copy/CONFIG_DIFFERS", "registry-copy/FILE_CHANGED")),
        rules::toString);
  }

  @Test
  void aContradictedBaseIsAResult() throws IOException {
    assertEquals(
        "lineage/CONTRADICTED",
        first(sarif(SampleLineages.run(SampleLineages.named("contradicted"))))
            .get("ruleId")
            .textValue());
  }

  @Test
  void aSecretOfAConfigIsWithheld() throws IOException {
    assertFalse(sarif(SampleComparisons.run(SampleComparisons.different())).contains("canary"));
  }

  @Test
  void anEmptyRunIsSarif() throws IOException {
    SarifSchema.assertValid(sarif());
  }

  private static ScanReport problem(ProblemKind kind) {
    return new ScanReport(
        "x",
        SampleReports.NOW,
        List.of(),
        List.of(),
        Optional.of(new ScanReport.Problem(kind, "it failed", Optional.of("Try again."))));
  }

  private static Finding finding(Severity severity) {
    return new Finding(
        CheckId.DEFAULT_USER,
        "ROOT",
        severity,
        "",
        "It runs as root",
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static String sarif(ScanReport... scans) throws IOException {
    return sarif(FixLocation.defaults(), scans);
  }

  private static String sarif(FixLocation fix, ScanReport... scans) throws IOException {
    StringWriter out = new StringWriter();
    Renderers.ofScans(ReportFormat.SARIF, ReportOptions.defaults().withFix(fix))
        .render(SampleReports.run(scans), out);
    return out.toString();
  }

  @Test
  void aResultSaysWhoseItIs() throws IOException {
    JsonNode results = results(sarif(SampleReports.based()));
    JsonNode own = result(results, "/app/helper");
    assertEquals("own", own.at("/properties/origin").textValue());
    JsonNode ofBase = result(results, "/usr/bin/su");
    assertEquals("base", ofBase.at("/properties/origin").textValue());
    assertEquals("docker.io/library/debian:12", ofBase.at("/properties/base").textValue());
  }

  private static JsonNode result(JsonNode results, String about) {
    return StreamSupport.stream(results.spliterator(), false)
        .filter(each -> each.at("/message/text").textValue().startsWith(about + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing about " + about));
  }

  private static String sarif(ComparisonRun run) throws IOException {
    StringWriter out = new StringWriter();
    Renderers.ofComparisons(ReportFormat.SARIF, ReportOptions.defaults()).render(run, out);
    return out.toString();
  }

  private static String sarif(SignaturesRun run) throws IOException {
    StringWriter out = new StringWriter();
    new SarifRenderer<>(SignaturesOutline::of, FixLocation.defaults()).render(run, out);
    return out.toString();
  }

  private static String sarif(LineageRun run) throws IOException {
    StringWriter out = new StringWriter();
    Renderers.ofLineages(ReportFormat.SARIF, ReportOptions.defaults()).render(run, out);
    return out.toString();
  }

  private static JsonNode results(String sarif) throws IOException {
    return MAPPER.readTree(sarif).at("/runs/0/results");
  }

  private static JsonNode first(String sarif) throws IOException {
    return results(sarif).get(0);
  }

  private static JsonNode result(String sarif, String rule) throws IOException {
    return find(results(sarif), "ruleId", rule);
  }

  private static JsonNode rule(String sarif, String id) throws IOException {
    return find(MAPPER.readTree(sarif).at("/runs/0/tool/driver/rules"), "id", id);
  }

  private static JsonNode find(JsonNode array, String field, String value) {
    return StreamSupport.stream(array.spliterator(), false)
        .filter(each -> each.get(field).textValue().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + value));
  }

  private static String category(String sarif, int run) throws IOException {
    return MAPPER.readTree(sarif).at("/runs/" + run + "/automationDetails/id").textValue();
  }

  private static List<String> fingerprints(String sarif) throws IOException {
    List<String> all = new ArrayList<>();
    results(sarif)
        .forEach(
            result ->
                all.add(result.at("/partialFingerprints/primaryLocationLineHash").textValue()));
    return all;
  }
}
