package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HtmlSignaturesRendererTest {
  static List<String> names() {
    return SampleSignatures.names();
  }

  private static HtmlDocument page(SignaturesReport... reports) throws IOException {
    return HtmlDocument.of(new HtmlSignaturesRenderer(), SampleSignatures.run(reports));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPageIsSafeAndWellMade(String name) throws IOException {
    HtmlDocument page = page(SampleSignatures.named(name));
    page.assertSelfContained();
    page.assertForbidsEverything();
    page.assertHeadingsAreNested();
    page.assertTablesHaveHeaders();
    page.assertNoControlCharacters();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameReportIsTheSamePage(String name) throws IOException {
    SignaturesReport report = SampleSignatures.named(name);
    assertEquals(page(report).source(), page(report).source());
  }

  @Test
  void whoSignedIsInThePanel() throws IOException {
    String text = page(SampleSignatures.named("keyless")).text();
    assertTrue(text.contains("by workflow (https://git.example/shop/orders/release.yml"), text);
  }

  @Test
  void aRouteWithoutATrueAnswerIsToldWithItsReason() throws IOException {
    String text = page(SampleSignatures.named("unknown")).text();
    assertTrue(text.contains("answered 503 Service Unavailable"), text);
  }

  @Test
  void veryManyImagesAreBoundedAndCounted() throws IOException {
    List<SignaturesReport> reports = Collections.nCopies(2_000, SampleSignatures.named("verified"));
    HtmlDocument page = page(reports.toArray(SignaturesReport[]::new));
    assertTrue(page.source().length() < 6_000_000, "characters: " + page.source().length());
    assertTrue(page.text().contains("left out here"), "nothing is said to be left out");
  }
}
