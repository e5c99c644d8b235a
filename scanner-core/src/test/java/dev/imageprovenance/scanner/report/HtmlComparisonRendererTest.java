package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

final class HtmlComparisonRendererTest {
  static List<String> names() {
    return SampleComparisons.names();
  }

  private static HtmlDocument page(ComparisonReport... reports) throws IOException {
    return HtmlDocument.of(new HtmlComparisonRenderer(), SampleComparisons.run(reports));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPageIsSafeAndWellMade(String name) throws IOException {
    HtmlDocument page = page(SampleComparisons.named(name));
    page.assertSelfContained();
    page.assertForbidsEverything();
    page.assertHeadingsAreNested();
    page.assertTablesHaveHeaders();
    page.assertNoControlCharacters();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameComparisonIsTheSamePage(String name) throws IOException {
    ComparisonReport report = SampleComparisons.named(name);
    assertEquals(page(report).source(), page(report).source());
  }

  @Test
  void theLadderMarksTheRungThatWasReached() throws IOException {
    List<Element> reached = page(SampleComparisons.sameRuntime()).styled("reached");
    assertEquals(1, reached.size());
    assertTrue(reached.get(0).getTextContent().contains("same-runtime"), "the wrong rung");
  }

  @Test
  void theLadderMarksNoRungWhenNoneIsProved() throws IOException {
    HtmlDocument page = page(SampleComparisons.unknown());
    assertEquals(0, page.styled("reached").size());
    assertTrue(page.text().contains("No rung is proved: layer 2 could not be read"), page.text());
  }

  @Test
  void brokenIntegrityReachesNoRung() throws IOException {
    assertEquals(0, page(SampleComparisons.broken()).styled("reached").size());
  }

  @Test
  void bothSidesAreShown() throws IOException {
    assertEquals(2, page(SampleComparisons.different()).styled("side-card").size());
  }

  @Test
  void secretsAreWithheld() throws IOException {
    assertFalse(page(SampleComparisons.different()).source().contains("canary"));
  }

  @Test
  void ofLongValuesTheDifferenceIsMarked() throws IOException {
    HtmlDocument page = page(SampleComparisons.different());
    List<String> marked = page.all("mark").stream().map(Element::getTextContent).toList();
    assertTrue(marked.contains("bin") && marked.contains("evil"), marked.toString());
  }

  @Test
  void everyFileIsListedUnderItsSeverity() throws IOException {
    HtmlDocument page = page(SampleComparisons.manyFiles());
    List<Element> groups = page.styled("severity-group");
    assertEquals(
        List.of(14, 1_000, 200),
        groups.stream()
            .map(group -> group.getElementsByTagName("tbody"))
            .map(
                bodies -> {
                  int rows = 0;
                  for (int i = 0; i < bodies.getLength(); i++) {
                    rows += ((Element) bodies.item(i)).getElementsByTagName("tr").getLength();
                  }
                  return rows;
                })
            .toList());
  }

  @Test
  void manyFilesAreFoldedByDirectory() throws IOException {
    HtmlDocument page = page(SampleComparisons.manyFiles());
    assertEquals(20, page.styled("directory").size());
  }

  @Test
  void filesCanBeChosenByKindWithoutAScript() throws IOException {
    HtmlDocument page = page(SampleComparisons.manyFiles());
    assertEquals(4, page.all("input").size());
  }

  @Test
  void twoListsOnOnePageAreChosenApart() throws IOException {
    HtmlDocument page = page(SampleComparisons.manyFiles(), SampleComparisons.manyFiles());
    assertEquals(
        2, page.all("input").stream().map(input -> input.getAttribute("name")).distinct().count());
  }

  @Test
  void veryManyComparisonsAreBoundedAndCounted() throws IOException {
    List<ComparisonReport> reports = Collections.nCopies(500, SampleComparisons.manyFiles());
    HtmlDocument page = page(reports.toArray(ComparisonReport[]::new));
    assertTrue(page.source().length() < 6_000_000, "characters: " + page.source().length());
    int shown = page.all("article").size();
    assertTrue(
        page.text().contains(500 - shown + " comparisons more are left out here"),
        "shown: " + shown);
  }

  @Test
  void whatTheRegistryLostIsSaid() throws IOException {
    String text = page(SampleComparisons.gone()).text();
    assertTrue(text.contains("GONE registry.example/app no longer has"), text);
  }

  @Test
  void driftNamesWhatNothingHonestMakes() throws IOException {
    String text = page(SampleComparisons.drifted()).text();
    assertTrue(text.contains("/srv/.wh.data") && text.contains("/usr/bin/app"), text);
  }
}
