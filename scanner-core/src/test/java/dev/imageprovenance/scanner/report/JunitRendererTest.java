package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JunitRendererTest {
  static Stream<ScanReport> everySample() {
    return SampleReports.every();
  }

  static Stream<String> everyComparison() {
    return SampleComparisons.names().stream();
  }

  static Stream<String> everyLineage() {
    return SampleLineages.names().stream();
  }

  static Stream<String> everySignature() {
    return SampleSignatures.names().stream();
  }

  @ParameterizedTest
  @MethodSource("everySample")
  void everyScanIsJunitXml(ScanReport scan) throws IOException {
    JunitXml.valid(junit(scan));
  }

  @ParameterizedTest
  @MethodSource("everyComparison")
  void everyComparisonIsJunitXml(String name) throws IOException {
    JunitXml.valid(
        render(
            Renderers.ofComparisons(ReportFormat.JUNIT, ReportOptions.defaults()),
            SampleComparisons.run(SampleComparisons.named(name))));
  }

  @ParameterizedTest
  @MethodSource("everyLineage")
  void everyLineageIsJunitXml(String name) throws IOException {
    JunitXml.valid(
        render(
            Renderers.ofLineages(ReportFormat.JUNIT, ReportOptions.defaults()),
            SampleLineages.run(SampleLineages.named(name))));
  }

  @ParameterizedTest
  @MethodSource("everySignature")
  void everySignatureIsJunitXml(String name) throws IOException {
    JunitXml.valid(
        render(
            Renderers.ofSignatures(ReportFormat.JUNIT, ReportOptions.defaults()),
            SampleSignatures.run(SampleSignatures.named(name))));
  }

  @Test
  void theBaseIsAPropertyOfTheSuite() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.based()));
    assertEquals(
        "docker.io/library/debian:12, layer 1, proven, its tag has moved; 1 own",
        xml.text("//property[@name='base']/@value"));
  }

  @Test
  void aFailedCheckIsAFailureWithItsFindings() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.failing()));
    assertEquals("runs as root", xml.text("//testcase[@name='default-user']/failure/@message"));
    assertEquals(
        """
        runs as root
        high ROOT: The config sets no user, so that every engine runs the image as root
          Dockerfile: USER 65532:65532
          jib: <container><user>65532:65532</user></container>
        """,
        xml.text("//testcase[@name='default-user']/failure"));
  }

  @Test
  void whatCouldNotBeLookedAtIsAnError() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.unknown()));
    assertTrue(
        xml.text("//testcase[@name='setuid-files']/error")
            .contains("unknown: layer 1 is foreign and was not fetched"));
  }

  @Test
  void whatMayBeUnknownPassesAndSaysSo() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.unknown()));
    assertEquals("0", xml.text("count(//testcase[@name='accounts']/*[name() != 'system-out'])"));
    assertTrue(
        xml.text("//testcase[@name='accounts']/system-out")
            .contains("unknown, allowed: layer 1 is foreign"));
  }

  @Test
  void anImageThatCouldNotBeScannedIsAnError() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.problem()));
    assertEquals("access refused", xml.text("//testcase[@name='scan']/error/@message"));
  }

  @Test
  void clausesThatNothingNeededAreToldBesideTheChecks() throws IOException {
    JunitXml xml =
        JunitXml.valid(
            render(
                Renderers.ofScans(ReportFormat.JUNIT, ReportOptions.defaults()),
                SampleReports.unusedClauses()));
    String told = "//properties/property[@name='policy']";
    assertEquals("3", xml.text("count(" + told + ")"));
    assertEquals(
        "setuid.allow /no/*such* (ci/policy.yaml:4:7): allowed but not present",
        xml.text(told + "[1]/@value"));
    assertEquals("waiver W-1 (ci/policy.yaml:6:5): waives nothing", xml.text(told + "[3]/@value"));
  }

  @Test
  void whatIsExcusedIsToldWithItsReason() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.waived(root())));
    String told = xml.text("//system-out");
    assertTrue(told.contains("waived by W-1 (ci/policy.yaml:12:5): needed until the move"), told);
    assertTrue(told.contains("It runs as root"), told);
  }

  @Test
  void findingsThatPassAreTold() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.cleanDistro()));
    String told = xml.text("//testcase[@name='setuid-files']/system-out");
    assertTrue(told.contains("medium PRIVILEGED_EXECUTABLE: 12 setuid files, owner root"), told);
  }

  @Test
  void eachPlatformIsASuite() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.twoPlatforms()));
    assertEquals("app:2 linux/amd64", xml.text("//testsuite[1]/@name"));
    assertEquals("app:2 linux/arm/v7", xml.text("//testsuite[2]/@name"));
  }

  @Test
  void theNumbersAddUp() throws IOException {
    JunitXml xml = JunitXml.valid(junit(SampleReports.failing(), SampleReports.unknown()));
    assertEquals(xml.text("count(//testcase)"), xml.text("/testsuites/@tests"));
    assertEquals(xml.text("count(//failure)"), xml.text("/testsuites/@failures"));
    assertEquals(xml.text("count(//error)"), xml.text("/testsuites/@errors"));
    assertEquals(xml.text("count(//testsuite[2]//error)"), xml.text("//testsuite[2]/@errors"));
  }

  @Test
  void theNextBuildHasTheSameTests() throws IOException {
    JunitXml one = JunitXml.valid(junit(SampleReports.named("registry.example/app:1")));
    JunitXml other = JunitXml.valid(junit(SampleReports.named("registry.example/app:2")));
    assertEquals("registry_example/app/linux/amd64", one.text("//testcase[1]/@classname"));
    assertEquals(one.text("//testcase[1]/@classname"), other.text("//testcase[1]/@classname"));
  }

  @Test
  void aNameCannotLeaveItsElement() throws IOException {
    String name = "/tmp/]]></failure><x a=\"'&amp;\u0000\u001b\u202e\ufffe\ud800名";
    JunitXml xml = JunitXml.valid(junit(SampleReports.with(setuid(name))));
    assertTrue(
        xml.text("//failure")
            .contains("/tmp/]]></failure><x a=\"'&amp;\\u0000\\u001b\\u202e\\ufffe\\ud800名"),
        xml.text("//failure"));
  }

  @Test
  void theDocumentIsAscii() throws IOException {
    String xml = junit(SampleReports.failing());
    assertTrue(xml.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')));
  }

  @Test
  void whatNobodyReadsIsCounted() throws IOException {
    Finding[] findings =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    new Finding(
                        CheckId.ACCOUNTS,
                        "CODE_" + i,
                        Severity.HIGH,
                        "x",
                        "x".repeat(100_000),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
            .toArray(Finding[]::new);
    String xml = junit(SampleReports.with(findings));
    assertTrue(xml.length() < 1_000_000, () -> "" + xml.length());
    assertTrue(JunitXml.valid(xml).text("//failure").contains("and 800 more"));
  }

  private static Finding root() {
    return new Finding(
        CheckId.DEFAULT_USER,
        "ROOT",
        Severity.HIGH,
        "",
        "It runs as root",
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Finding setuid(String path) {
    return SampleReports.setuid(path, 06777, "root", 0);
  }

  private static String junit(ScanReport... scans) throws IOException {
    return render(
        Renderers.ofScans(ReportFormat.JUNIT, ReportOptions.defaults()), SampleReports.run(scans));
  }

  private static <R> String render(ReportRenderer<R> renderer, R run) throws IOException {
    StringWriter out = new StringWriter();
    renderer.render(run, out);
    return out.toString();
  }
}
