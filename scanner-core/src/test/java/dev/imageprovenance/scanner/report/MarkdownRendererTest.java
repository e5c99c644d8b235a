package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownRendererTest {
  private static final Set<String> OURS =
      Set.of(
          "details",
          "details open",
          "/details",
          "summary",
          "/summary",
          "code",
          "/code",
          "span",
          "/span");

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
  void everyScanIsHarmlessMarkdown(ScanReport scan) throws IOException {
    assertHarmless(markdown(scan));
  }

  @ParameterizedTest
  @MethodSource("everyComparison")
  void everyComparisonIsHarmlessMarkdown(String name) throws IOException {
    assertHarmless(comparison(name));
  }

  @ParameterizedTest
  @MethodSource("everyLineage")
  void everyLineageIsHarmlessMarkdown(String name) throws IOException {
    assertHarmless(
        render(
            Renderers.ofLineages(ReportFormat.MARKDOWN, ReportOptions.defaults()),
            SampleLineages.run(SampleLineages.named(name))));
  }

  @ParameterizedTest
  @MethodSource("everySignature")
  void everySignatureIsHarmlessMarkdown(String name) throws IOException {
    assertHarmless(
        render(
            Renderers.ofSignatures(ReportFormat.MARKDOWN, ReportOptions.defaults()),
            SampleSignatures.run(SampleSignatures.named(name))));
  }

  @Test
  void whatTheBaseBroughtIsOneLine() throws IOException {
    String markdown = markdown(SampleReports.based());
    assertTrue(
        markdown.contains(
            "3 findings of the proven base docker.io/library/debian:12, unchanged (1 medium, 2"
                + " low)"),
        markdown);
    assertTrue(markdown.contains("from own layer 2"), markdown);
  }

  @Test
  void theVerdictComesFirst() throws IOException {
    assertTrue(markdown(SampleReports.failing()).startsWith("## Image scan: ❌ FAIL\n"));
  }

  @Test
  void clausesThatNothingNeededAreTold() throws IOException {
    String markdown =
        render(
            Renderers.ofScans(ReportFormat.MARKDOWN, ReportOptions.defaults()),
            SampleReports.unusedClauses());
    assertHarmless(markdown);
    assertTrue(
        markdown.contains("- setuid.allow /no/\\*such\\* (ci/policy.yaml:4:7): allowed but"),
        markdown);
  }

  @Test
  void eachCheckIsARow() throws IOException {
    assertTrue(
        markdown(SampleReports.failing())
            .contains(
                """
                ### ❌ FAIL `registry.example/app:1` `linux/amd64`

                | | check | result |
                |---|---|---|
                | ❌ FAIL | `integrity` | 1 of 5 digests is wrong |
                | ❌ FAIL | `default-user` | runs as root |
                """));
  }

  @Test
  void aFindingHasItsRemedy() throws IOException {
    String markdown = markdown(SampleReports.failing());
    assertTrue(
        markdown.contains(
            """
            <details open><summary>❌ FAIL <code>default-user</code></summary>

            - **high** The config sets no user, so that every engine runs the image as root `ROOT`
              - Dockerfile:

                ```dockerfile
                USER 65532:65532
                ```
              - jib: `<container><user>65532:65532</user></container>`

            </details>
            """),
        markdown);
  }

  @Test
  void findingsThatAreAlikeAreToldTogether() throws IOException {
    String markdown = markdown(SampleReports.cleanDistro());
    assertTrue(
        markdown.contains(
            "- **medium** 12 setuid files, owner root; from layer 1 (sha256:222222222222):"
                + " `/usr/bin/chfn` `/usr/bin/chsh`"),
        markdown);
  }

  @Test
  void whatIsUnknownSaysWhy() throws IOException {
    assertTrue(
        markdown(SampleReports.unknown())
            .contains("- **unknown**: layer 1 is foreign and was not fetched"));
  }

  @Test
  void severalImagesHaveAnOverviewWorstFirst() throws IOException {
    String markdown =
        markdown(SampleReports.cleanDistro(), SampleReports.unknown(), SampleReports.failing());
    assertTrue(
        markdown.contains(
            """
            | verdict | what | not passed |
            |---|---|---|
            | ❌ FAIL | `registry.example/app:1` `linux/amd64` | `integrity`, `default-user`, `setuid-files` |
            | ⚠️ UNKNOWN | `oci:build/image` `linux/amd64` | `setuid-files` |
            | ✅ PASS | `debian:12` `linux/amd64` |  |
            """),
        markdown);
  }

  @Test
  void aComparisonNamesItsRung() throws IOException {
    String markdown = comparison("different");
    assertTrue(markdown.contains("### ❌ FAIL **different** `"), markdown);
    assertTrue(markdown.contains("` ≠ `"), markdown);
  }

  @Test
  void whatIsExcusedIsToldWithItsReason() throws IOException {
    String markdown = markdown(SampleReports.waived(finding("It runs as root")));
    assertTrue(markdown.contains("- waived by W-1 (ci/policy.yaml:12:5): needed until the move"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/x|y`z``|",
        "/[click](https://evil.example)",
        "/![x](https://evil.example/pixel)",
        "/https://evil.example www.evil.example a@evil.example",
        "/@somebody #123 !45 $x^2$ user/repo#1",
        "/<script>alert(1)</script><img src=x onerror=alert(1)>",
        "/</details><h1>PASS</h1>",
        "/**bold** _it_ ~~no~~ &lt; &#64;x \\*",
        "/a\n\n# heading\n| a | b |\n|--|--|",
        "`",
        "``",
        " `",
        "<!-- x",
        "]]>",
        "[x]: https://evil.example",
      })
  void aHostileNameIsShownAsItIs(String name) throws IOException {
    String markdown =
        markdown(
            SampleReports.with(
                finding("first " + name + " last"),
                SampleReports.setuid(name, 04755, "root", 0),
                SampleReports.setuid(name + "2", 04755, "root", 0)));
    assertHarmless(markdown);
    String shown = dev.imageprovenance.scanner.oci.Text.escape(name);
    assertTrue(MarkdownPage.of(markdown).codes().contains(shown), markdown);
  }

  @Test
  void aHostileAddressIsShownAsItIs() throws IOException {
    String address = "app|`x`<b>@you://";
    String markdown = markdown(SampleReports.named(address), SampleReports.named("other"));
    assertHarmless(markdown);
    assertTrue(MarkdownPage.of(markdown).codes().contains(address), markdown);
  }

  @Test
  void whatWouldNotBeShownIsLeftOutAndCounted() throws IOException {
    ScanReport[] scans =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    SampleReports.with(
                        IntStream.range(0, 90)
                            .mapToObj(
                                n ->
                                    SampleReports.setuid(
                                        "/" + n + "名".repeat(500), 04000 + n, "g" + n, n))
                            .toArray(Finding[]::new)))
            .toArray(ScanReport[]::new);
    String markdown = markdown(scans);
    int bytes = markdown.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 900_000, () -> "" + bytes);
    assertTrue(markdown.contains("**Left out**"), markdown.substring(markdown.length() - 300));
    assertHarmless(markdown);
  }

  private static void assertHarmless(String markdown) {
    MarkdownPage page = MarkdownPage.of(markdown);
    assertEquals(List.of(), page.links(), markdown);
    assertTrue(OURS.containsAll(page.elements()), () -> page.elements() + "\n" + markdown);
    assertTrue(Set.of(3).containsAll(page.columns()), () -> page.columns() + "\n" + markdown);
    for (String text : page.texts()) {
      assertTrue(!text.matches("(?s).*[@#!$^]\\w.*"), () -> text + "\n" + markdown);
    }
  }

  private static Finding finding(String message) {
    return new Finding(
        CheckId.SETUID_FILES,
        "ROOT",
        Severity.HIGH,
        "",
        dev.imageprovenance.scanner.oci.Text.escape(message),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static String markdown(ScanReport... scans) throws IOException {
    return render(
        Renderers.ofScans(ReportFormat.MARKDOWN, ReportOptions.defaults()),
        SampleReports.run(scans));
  }

  private static String comparison(String name) throws IOException {
    return render(
        Renderers.ofComparisons(ReportFormat.MARKDOWN, ReportOptions.defaults()),
        SampleComparisons.run(SampleComparisons.named(name)));
  }

  private static <R> String render(ReportRenderer<R> renderer, R run) throws IOException {
    StringWriter out = new StringWriter();
    renderer.render(run, out);
    return out.toString();
  }
}
