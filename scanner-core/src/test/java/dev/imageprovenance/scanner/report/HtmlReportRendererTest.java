package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import java.io.IOException;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

final class HtmlReportRendererTest {
  private static final long LARGEST_PAGE = 6_000_000;

  /** Scans of typical and untypical images. */
  enum Sample {
    CLEAN(() -> SampleReports.run(SampleReports.cleanDistro())),
    FAILING(() -> SampleReports.run(SampleReports.failing())),
    UNKNOWN(() -> SampleReports.run(SampleReports.unknown())),
    PROBLEM(() -> SampleReports.run(SampleReports.problem())),
    PLATFORMS(() -> SampleReports.run(SampleReports.twoPlatforms())),
    DOCKER_ARCHIVE(() -> SampleReports.run(SampleReports.dockerArchive())),
    BASED(() -> SampleReports.run(SampleReports.based())),
    EVIDENCE(
        () ->
            SampleReports.run(
                SampleReports.everyEvidence().stream()
                    .map(SampleReports::withEvidence)
                    .toArray(ScanReport[]::new))),
    SEVERAL(
        () ->
            SampleReports.run(
                SampleReports.failing(), SampleReports.problem(), SampleReports.cleanDistro())),
    UNUSED_CLAUSES(SampleReports::unusedClauses),
    NONE(SampleReports::run);

    private final Supplier<RunReport> run;

    Sample(Supplier<RunReport> run) {
      this.run = run;
    }

    HtmlDocument page() throws IOException {
      return render(run.get());
    }
  }

  private static HtmlDocument render(RunReport run) throws IOException {
    return HtmlDocument.of(new HtmlReportRenderer(), run);
  }

  @Test
  void theStackOfLayersSaysWhoseEachIs() throws IOException {
    List<String> rows =
        Sample.BASED.page().styled("row").stream().map(row -> row.getTextContent()).toList();
    assertTrue(rows.get(0).contains("own"), rows.toString());
    assertTrue(rows.get(1).contains("base docker.io/library/debian:12"), rows.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aPageLoadsNothingAndLeadsNowhereElse(Sample sample) throws IOException {
    sample.page().assertSelfContained();
  }

  @ParameterizedTest
  @EnumSource
  void aPageForbidsWhatItDoesNotNeed(Sample sample) throws IOException {
    sample.page().assertForbidsEverything();
  }

  @ParameterizedTest
  @EnumSource
  void headingsAreATableOfContents(Sample sample) throws IOException {
    sample.page().assertHeadingsAreNested();
  }

  @ParameterizedTest
  @EnumSource
  void tablesNameTheirRowsAndColumns(Sample sample) throws IOException {
    sample.page().assertTablesHaveHeaders();
  }

  @ParameterizedTest
  @EnumSource
  void aPageHoldsNothingThatSteersOrTurns(Sample sample) throws IOException {
    sample.page().assertNoControlCharacters();
  }

  @ParameterizedTest
  @EnumSource
  void theSameReportIsTheSamePage(Sample sample) throws IOException {
    assertEquals(sample.page().source(), sample.page().source());
  }

  @ParameterizedTest
  @EnumSource
  void everyFindingIsOnThePage(Sample sample) throws IOException {
    String text = sample.page().text();
    for (ScanReport scan : sample.run.get().scans()) {
      for (Finding finding : scan.findings()) {
        String subject = dev.imageprovenance.scanner.oci.Text.escape(finding.subject());
        assertTrue(text.contains(subject) && text.contains(finding.code()), finding::toString);
      }
    }
  }

  @Test
  void theVerdictComesFirst() throws IOException {
    String text = Sample.FAILING.page().text().strip();
    assertTrue(text.startsWith("FAIL"), text);
  }

  @Test
  void clausesThatNothingNeededAreTold() throws IOException {
    String text = Sample.UNUSED_CLAUSES.page().text();
    assertTrue(text.contains("Clauses of the policy that nothing needed"), text);
    assertTrue(text.contains("setuid.allow /no/*such*"), text);
    assertTrue(text.contains("ci/policy.yaml:4:7"), text);
  }

  @Test
  void namesStayText() throws IOException {
    String name = "/tmp/</title><script>alert(1)</script>&lt;b>\"'\u202e\u001b";
    HtmlDocument page = render(SampleReports.run(withFindings(name, setuid(name))));
    page.assertSelfContained();
    assertTrue(
        page.text().contains("/tmp/</title><script>alert(1)</script>&lt;b>\"'\\u202e\\u001b"),
        page.text());
  }

  @Test
  void aLayerTellsWhatItBrought() throws IOException {
    Element layer = Sample.CLEAN.page().styled("layer").stream().findFirst().orElseThrow();
    assertTrue(
        layer.getTextContent().contains("Layer 1")
            && layer.getTextContent().contains("12 setuid files"),
        layer.getTextContent());
  }

  @Test
  void everyLayerIsDrawnTwiceAndHasARow() throws IOException {
    HtmlDocument page = Sample.CLEAN.page();
    assertEquals(List.of(4, 2), List.of(page.styled("slab").size(), page.styled("row").size()));
  }

  @Test
  void theTopmostLayerComesFirst() throws IOException {
    assertEquals("2", Sample.CLEAN.page().styled("row").get(0).getAttribute("value"));
  }

  @Test
  void aLayerThatWasNotReadSaysWhy() throws IOException {
    String text = Sample.DOCKER_ARCHIVE.page().text();
    assertTrue(
        text.contains("It could not be read: its bytes are xz, which this version does not"), text);
  }

  @Test
  void aMismatchShowsBothDigests() throws IOException {
    String text = Sample.FAILING.page().text();
    assertTrue(
        text.contains(SampleReports.digest('d').toString())
            && text.contains("MISMATCH found " + SampleReports.digest('e')),
        text);
  }

  @Test
  void anExcusedFindingShowsItsClauseReasonOwnerAndEnd() throws IOException {
    Excuse excuse =
        new Excuse(
            Excuse.Kind.WAIVED,
            "waiver W-7",
            Optional.of(new ClauseLocation("scanner-policy.yaml", 12, 5)),
            Optional.of("the batch needs <su>"),
            Optional.of("ops@example"),
            Optional.of(LocalDate.of(2026, 3, 1)));
    ScanReport scan =
        withResult(
            "app:1",
            new CheckResult(
                CheckId.SETUID_FILES,
                Verdict.PASS,
                "1 file",
                Optional.empty(),
                false,
                List.of(),
                List.of(new ExcusedFinding(setuid("/bin/su"), excuse))));
    HtmlDocument page = render(SampleReports.run(scan));
    String text = page.styled("excused").get(0).getTextContent().replaceAll("\\s+", " ");
    assertTrue(
        text.contains("1 finding does not count: 1 waived")
            && text.contains(
                "waiver W-7 scanner-policy.yaml:12:5 the batch needs <su> accepted by ops@example"
                    + " until 2026-03-01"),
        text);
  }

  @Test
  void theRemedyOfWhatFailsIsOpen() throws IOException {
    assertEquals("open", Sample.FAILING.page().styled("remedy").get(0).getAttribute("open"));
  }

  @Test
  void aProblemShowsReasonAndRemedy() throws IOException {
    String text = Sample.PROBLEM.page().text();
    assertTrue(text.contains("Access refused") && text.contains("docker login"), text);
  }

  @Test
  void severalImagesBeginWithATableOfThem() throws IOException {
    HtmlDocument page = Sample.SEVERAL.page();
    Element table =
        page.styled("overview").stream()
            .filter(e -> e.getTagName().equals("table"))
            .findFirst()
            .orElseThrow();
    assertEquals(3, table.getElementsByTagName("a").getLength());
  }

  @Test
  void aGroupOfVeryManyFindingsIsBoundedAndCounted() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      findings.add(setuid("/usr/bin/tool-" + i));
    }
    HtmlDocument page =
        render(SampleReports.run(withFindings("app:1", findings.toArray(Finding[]::new))));
    assertTrue(page.source().length() < LARGEST_PAGE, "characters: " + page.source().length());
    assertTrue(page.text().contains("49,000 findings more are left out here"));
  }

  @Test
  void veryManyGroupsAreBoundedAndCounted() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      findings.add(inLayer("/usr/bin/tool-" + "x".repeat(4_000) + i, i));
    }
    HtmlDocument page =
        render(SampleReports.run(withFindings("app:1", findings.toArray(Finding[]::new))));
    assertTrue(page.source().length() < LARGEST_PAGE, "characters: " + page.source().length());
    int shown = page.styled("finding").size();
    assertTrue(
        page.text().contains(Wording.grouped(20_000 - shown) + " findings more are left out here"),
        "shown: " + shown);
  }

  @Test
  void veryManyImagesAreBoundedAndCounted() throws IOException {
    List<ScanReport> scans = Collections.nCopies(3_000, SampleReports.failing());
    HtmlDocument page = render(SampleReports.run(scans.toArray(ScanReport[]::new)));
    assertTrue(page.source().length() < LARGEST_PAGE, "characters: " + page.source().length());
    int shown = page.all("article").size();
    assertTrue(
        page.text().contains(Wording.grouped(3_000 - shown) + " images more are left out here"),
        "shown: " + shown);
  }

  @Test
  void theWriterIsLeftOpen() throws IOException {
    StringWriter out =
        new StringWriter() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    new HtmlReportRenderer().render(SampleReports.run(SampleReports.cleanDistro()), out);
    assertFalse(out.toString().isEmpty());
  }

  private static Finding setuid(String path) {
    return SampleReports.setuid(path, 04755, "root", 0);
  }

  private static Finding inLayer(String path, int layer) {
    Finding finding = setuid(path);
    return new Finding(
        finding.check(),
        finding.code(),
        finding.severity(),
        finding.subject(),
        finding.message(),
        finding.remedy(),
        Optional.of(
            new LayerLocation(layer, SampleReports.digest('1').toString(), Optional.empty())),
        finding.evidence());
  }

  @Test
  void whoSignedIsAPanel() throws IOException {
    String text = render(SampleReports.run(SampleReports.signed())).text();
    assertTrue(text.contains("Signatures and attestations"), text);
    assertTrue(text.contains("verified by release"), text);
  }

  private static ScanReport withFindings(String requested, Finding... findings) {
    return withResult(
        requested,
        new CheckResult(
            CheckId.SETUID_FILES,
            Verdict.FAIL,
            "files",
            Optional.empty(),
            false,
            List.of(findings),
            List.of()));
  }

  private static ScanReport withResult(String requested, CheckResult result) {
    Evidence any = SampleReports.everyEvidence().get(0);
    ImageReport image = SampleReports.withEvidence(any).images().get(0);
    ImageReport changed =
        new ImageReport(
            image.resolution(),
            image.platform(),
            image.manifestDigest(),
            image.configDigest(),
            image.layers(),
            image.verifications(),
            image.policy(),
            List.of(result),
            result.verdict());
    return new ScanReport(
        requested, SampleReports.NOW, List.of(changed), List.of(), Optional.empty());
  }
}
