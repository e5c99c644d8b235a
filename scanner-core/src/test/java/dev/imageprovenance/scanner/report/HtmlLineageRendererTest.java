package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HtmlLineageRendererTest {
  static List<String> names() {
    return SampleLineages.names();
  }

  private static HtmlDocument page(LineageReport... reports) throws IOException {
    return HtmlDocument.of(new HtmlLineageRenderer(), SampleLineages.run(reports));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPageIsSafeAndWellMade(String name) throws IOException {
    HtmlDocument page = page(SampleLineages.named(name));
    page.assertSelfContained();
    page.assertForbidsEverything();
    page.assertHeadingsAreNested();
    page.assertTablesHaveHeaders();
    page.assertNoControlCharacters();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameLineageIsTheSamePage(String name) throws IOException {
    LineageReport report = SampleLineages.named(name);
    assertEquals(page(report).source(), page(report).source());
  }

  @Test
  void layersShowWhoseTheyAre() throws IOException {
    List<String> owners =
        page(SampleLineages.named("proven")).styled("row").stream()
            .map(row -> row.getAttribute("class"))
            .toList();
    assertEquals(List.of("row own", "row even", "row even", "row odd"), owners);
  }

  @Test
  void theContradictionIsTheSentence() throws IOException {
    String text = page(SampleLineages.named("contradicted")).text();
    assertTrue(text.contains("Its manifest's annotation names"), text);
  }

  @Test
  void veryManyLineagesAreBoundedAndCounted() throws IOException {
    List<LineageReport> reports = Collections.nCopies(2_000, SampleLineages.named("proven"));
    HtmlDocument page = page(reports.toArray(LineageReport[]::new));
    assertTrue(page.source().length() < 6_000_000, "characters: " + page.source().length());
    assertTrue(page.text().contains("left out here"), "nothing is said to be left out");
  }
}
