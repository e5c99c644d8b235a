package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.workload.PodImage;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

final class HtmlPodsRendererTest {
  private static HtmlDocument page(PodImage... images) throws IOException {
    return HtmlDocument.of(new HtmlPodsRenderer(), SamplePods.run(images));
  }

  @Test
  void aPageIsSafeAndWellMade() throws IOException {
    HtmlDocument page = page(SamplePods.passing(), SamplePods.unknown());
    page.assertSelfContained();
    page.assertForbidsEverything();
    page.assertHeadingsAreNested();
    page.assertTablesHaveHeaders();
    page.assertNoControlCharacters();
  }

  @Test
  void eachImageIsARow() throws IOException {
    Element body = page(SamplePods.passing(), SamplePods.unknown()).one("tbody");
    assertEquals(2, body.getElementsByTagName("tr").getLength());
  }

  @Test
  void aRowTellsWhoRunsTheImageAndWhatThatCanBecome() throws IOException {
    String text = page(SamplePods.passing()).text().replaceAll("\\s+", " ");
    assertTrue(
        text.contains(
                "medium shop Deployment/web container app, running: uid 1000 (app), can become root")
            && text.contains("via /bin/su (setuid root)"),
        text);
  }

  @Test
  void aTagThatMovedSaysWhereTo() throws IOException {
    String text = page(SamplePods.passing()).text().replaceAll("\\s+", " ");
    assertTrue(text.contains("Tag 1 MOVED to sha256:dbc1b4c900ff registry newer"), text);
  }

  @Test
  void anEmptyListComparedNothing() throws IOException {
    String text = page().text();
    assertTrue(text.contains("0 images: nothing was compared."), text);
  }

  @Test
  void veryManyImagesAreBoundedAndCounted() throws IOException {
    List<PodImage> images = Collections.nCopies(5_000, SamplePods.passing());
    HtmlDocument page = page(images.toArray(PodImage[]::new));
    assertTrue(page.source().length() < 6_000_000, "characters: " + page.source().length());
    int shown = page.one("tbody").getElementsByTagName("tr").getLength();
    assertTrue(
        page.text().contains(Wording.grouped(5_000 - shown) + " images more are left out here"),
        "shown: " + shown);
  }
}
