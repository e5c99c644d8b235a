package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.testimages.SampleImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan of a layout makes of the base. */
class ScanOriginTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private static String sample(String name) {
    try {
      return "oci:" + SampleImages.named(name).writeTo(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String run(String... arguments) {
    FakeEngine streams = new FakeEngine();
    List<String> all = new ArrayList<>(List.of("scan", "--no-cache", "--platform=linux/amd64"));
    all.addAll(List.of(arguments));
    new Cli(streams.terminal(), Engine::ofLibrary, new Interruption(new Cancellation())).run(all);
    return streams.out.toString();
  }

  private static JsonNode scan(String image, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("--format=json");
    arguments.add(sample(image));
    String report = run(arguments.toArray(new String[0]));
    ScanReportSchema.assertValid(report);
    return JSON.readTree(report).at("/scans/0/images/0");
  }

  private static JsonNode check(JsonNode image, String id) {
    return StreamSupport.stream(image.get("checks").spliterator(), false)
        .filter(check -> check.get("id").textValue().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + id + " in " + image));
  }

  /** {@code /usr/bin/su low base}. */
  private static List<String> files(JsonNode image) {
    return StreamSupport.stream(check(image, "setuid-files").get("findings").spliterator(), false)
        .map(
            finding ->
                finding.get("subject").textValue()
                    + " "
                    + finding.get("severity").textValue()
                    + " "
                    + origin(finding))
        .toList();
  }

  private static String origin(JsonNode finding) {
    return StreamSupport.stream(finding.get("evidence").spliterator(), false)
        .filter(evidence -> evidence.get("type").textValue().equals("origin"))
        .map(evidence -> evidence.get("origin").textValue())
        .findFirst()
        .orElse("nobody's");
  }

  private static List<String> owners(JsonNode image) {
    return StreamSupport.stream(image.get("layers").spliterator(), false)
        .map(layer -> layer.path("owner").asText("nobody's"))
        .toList();
  }

  @Test
  void withoutABaseNothingIsSaidOfIt() throws IOException {
    assertEquals(
        List.of("/app/bin/restart-helper medium nobody's", "/usr/bin/su medium nobody's"),
        files(scan("lineage-app")));
  }

  @Test
  void aBaseThatWasAskedForMakesItsFilesLighterAndOthersHeavier() throws IOException {
    JsonNode image = scan("lineage-app", "--base=" + sample("lineage-java"));
    assertEquals(List.of("/app/bin/restart-helper high own", "/usr/bin/su low base"), files(image));
    assertEquals(List.of("base", "base", "own", "own"), owners(image));
    assertEquals("PASS", check(image, "base-image").get("verdict").textValue());
  }

  @Test
  void aListOfApprovedBasesMakesThemLighterToo() throws IOException {
    Path list = directory.resolve("approved.txt");
    Files.writeString(list, sample("lineage-golang") + "\n" + sample("lineage-java") + "\n");
    assertEquals(
        List.of("/app/bin/restart-helper high own", "/usr/bin/su low base"),
        files(scan("lineage-app", "--bases=" + list)));
  }

  @Test
  void compressionMakesNoDifference() throws IOException {
    assertEquals(
        List.of("/app/bin/restart-helper high own", "/usr/bin/su low base"),
        files(scan("lineage-app-zstd", "--base=" + sample("lineage-java"))));
  }

  /** The image's author made that base, back door included, and wrote the annotation. */
  @Test
  void aBackDoorInABaseThatOnlyTheImageNamesWeighsTheSame() throws IOException {
    JsonNode image = scan("lineage-backdoor");
    assertEquals(
        List.of("/usr/bin/sh-as-root medium base", "/usr/bin/su medium base"), files(image));
    assertTrue(!image.at("/base/accepted").booleanValue(), image::toString);
  }

  @Test
  void aBackDoorAboveTheBaseThatWasAskedForIsTheImagesOwn() throws IOException {
    assertEquals(
        List.of("/usr/bin/sh-as-root high own", "/usr/bin/su low base"),
        files(scan("lineage-backdoor", "--base=" + sample("lineage-debian"))));
  }

  @Test
  void aPolicyThatMeansTheRealBaseDoesNotTakeTheNamedOne() throws IOException {
    Path policy = directory.resolve("policy.yaml");
    Files.writeString(
        policy,
        "version: 1\nbase: {groups: [{name: a, repositories: ['registry.example/samples/**']}]}\n");
    JsonNode image = scan("lineage-backdoor", "--policy=" + policy);
    assertEquals("FAIL", check(image, "base-image").get("verdict").textValue());
    assertEquals(
        List.of("/usr/bin/sh-as-root medium base", "/usr/bin/su medium base"), files(image));
  }

  @Test
  void goingBackToRootIsSaid() throws IOException {
    String message =
        check(scan("lineage-app-root", "--base=" + sample("lineage-java")), "default-user")
            .at("/findings/0/message")
            .textValue();
    assertTrue(message.endsWith("from a user without privileges back to root"), message);
  }

  @Test
  void goingFromANumberToANameIsSaid() throws IOException {
    String message =
        check(scan("lineage-app-named-user", "--base=" + sample("lineage-java")), "default-user")
            .at("/findings/0/message")
            .textValue();
    assertTrue(message.endsWith("from a number, which can be verified, to a name"), message);
  }

  @Test
  void aBaselineKnowsAFindingWhosesoeverItIs() throws IOException {
    String baseline = directory.resolve("baseline.json").toString();
    run("--fail-on=medium", "--write-baseline=" + baseline, sample("lineage-app"));
    JsonNode image =
        scan("lineage-app", "--baseline=" + baseline, "--base=" + sample("lineage-java"));
    assertEquals("PASS", check(image, "setuid-files").get("verdict").textValue());
    assertEquals(2, check(image, "setuid-files").get("baseline").size());
  }

  @Test
  void aSquashedImageIsUnknown() throws IOException {
    JsonNode image = scan("lineage-squashed", "--base=" + sample("lineage-java"));
    assertEquals("UNKNOWN", check(image, "base-image").get("verdict").textValue());
  }

  @Test
  void anotherBaseFails() throws IOException {
    JsonNode image = scan("lineage-app", "--base=" + sample("lineage-golang"));
    assertEquals("OTHER_BASE", check(image, "base-image").at("/findings/0/code").textValue());
  }

  @Test
  void theBaseIsOneLineOfText() {
    String base = sample("lineage-java");
    String text = run("--base=" + base, sample("lineage-app")).replaceAll("\\s+", " ");
    assertTrue(text.contains("base " + base + ", layers 1-2, proven; 2 own"), text);
  }
}
