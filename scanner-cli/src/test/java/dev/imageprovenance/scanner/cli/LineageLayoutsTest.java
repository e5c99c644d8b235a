package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.testimages.SampleImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lineages of the sample images, as the command tells them. */
class LineageLayoutsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private static String sample(String name) {
    try {
      return "oci:" + SampleImages.named(name).writeTo(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode lineage(String image, String... bases) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "lineage", "--format=json", "--no-cache", "--no-follow", "--platform=linux/amd64"));
    for (String base : bases) {
      arguments.add("--base=" + sample(base));
    }
    arguments.add(sample(image));
    FakeEngine streams = new FakeEngine();
    int code =
        new Cli(streams.terminal(), Engine::ofLibrary, new Interruption(new Cancellation()))
            .run(arguments);
    LineageReportSchema.assertValid(streams.out.toString());
    JsonNode report = JSON.readTree(streams.out.toString());
    assertEquals(code, report.get("exitCode").asInt());
    return report.at("/lineages/0/images/0");
  }

  /** {@code proven 0: base base own}. */
  private static String told(JsonNode lineage) {
    List<String> owners =
        StreamSupport.stream(lineage.get("layers").spliterator(), false)
            .map(layer -> layer.get("owner").asText() + layer.path("base").asText(""))
            .toList();
    return lineage.get("state").asText()
        + " "
        + lineage.get("exitCode").asInt()
        + ": "
        + String.join(" ", owners);
  }

  @Test
  void baseAndBaseOfTheBaseAreProven() throws IOException {
    JsonNode lineage = lineage("lineage-app", "lineage-java", "lineage-debian");
    assertEquals("proven 0: base1 base0 own own", told(lineage));
  }

  @Test
  void compressionMakesNoDifference() throws IOException {
    JsonNode lineage = lineage("lineage-app-zstd", "lineage-java", "lineage-debian");
    assertEquals("proven 0: base1 base0 own own", told(lineage));
  }

  @Test
  void longerOfTwoBasesWins() throws IOException {
    JsonNode lineage = lineage("lineage-app", "lineage-debian", "lineage-java");
    assertTrue(
        lineage.at("/bases/0/images/0/name").asText().endsWith("lineage-java"), lineage::toString);
  }

  @Test
  void falseAnnotationIsContradicted() throws IOException {
    assertEquals(
        "contradicted 1: unknown unknown",
        told(lineage("lineage-false-annotation", "lineage-java")));
  }

  @Test
  void squashedImageIsToldApart() throws IOException {
    assertEquals("flattened 3: unknown", told(lineage("lineage-squashed", "lineage-java")));
  }

  @Test
  void imageFromScratchHasNoBase() throws IOException {
    assertEquals("scratch 0: unknown", told(lineage("lineage-scratch")));
  }

  @Test
  void imageToBuildWithIsNoBase() throws IOException {
    JsonNode lineage = lineage("lineage-provenance", "lineage-golang");
    assertEquals("other-base 1: unknown unknown unknown unknown", told(lineage));
  }

  @Test
  void provenanceNamesTheBaseBesideWhatOnlyBuilt() throws IOException {
    JsonNode lineage = lineage("lineage-provenance", "lineage-golang", "lineage-java");
    List<String> materials =
        StreamSupport.stream(lineage.get("claims").spliterator(), false)
            .filter(claim -> claim.get("origin").asText().equals("provenance"))
            .map(claim -> claim.get("assessment").asText())
            .toList();
    assertEquals(List.of("not-a-base", "proven"), materials);
    assertEquals("proven 0: base0 base0 own own", told(lineage));
  }

  @Test
  void whatOnlyAStrangerCouldTellIsUnknown() throws IOException {
    assertEquals("unknown", lineage("lineage-app").get("state").asText());
  }
}
