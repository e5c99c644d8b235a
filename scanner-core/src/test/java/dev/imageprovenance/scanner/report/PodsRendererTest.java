package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import dev.imageprovenance.scanner.workload.ImageId;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.Standing;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PodsRendererTest {
  private static String text(PodsRun run, Verbosity verbosity) throws IOException {
    StringWriter out = new StringWriter();
    new TextPodsRenderer(new TextOptions(verbosity, false, 200)).render(run, out);
    return out.toString();
  }

  private static void assertValid(PodsRun run) throws IOException {
    StringWriter out = new StringWriter();
    new JsonPodsRenderer().render(run, out);
    Validator.Result result =
        new ValidatorFactory().validate(JsonPodsRenderer.schema(), out.toString());
    assertTrue(
        result.isValid(),
        () ->
            result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n", "", "\n" + out)));
  }

  @Test
  void tellsTheImageThenWhoRunsIt() throws IOException {
    assertEquals(
        """
        PASS  registry.example/app:1 index sha256:4bf5122f3445 (engine) identical, asserted by the engine, tag MOVED
          why        the kubelet records an index that the registry has
          tag        1 MOVED to sha256:dbc1b4c900ff (registry), newer
          record     the node knows it as mirror.example/app@sha256:4bf5122f3445 (engine)
          pinned     one of the pinned index
          platform   linux/amd64 was looked into; the pods do not say which one their nodes are, see --platform
          medium    shop Deployment/web (2 pods) app: uid 1000 (app), can become root via /bin/su (setuid root)

        PASS  pods.json: 2 pods, 2 containers, 1 image: 1 passed
        """,
        text(SamplePods.run(SamplePods.passing()), Verbosity.NORMAL));
  }

  @Test
  void anUnknownImageSaysWhyOnce() throws IOException {
    String text = text(SamplePods.run(SamplePods.unknown()), Verbosity.NORMAL);
    assertEquals(
        text.indexOf("the registry did not answer"),
        text.lastIndexOf("the registry did not answer"),
        text);
  }

  @Test
  void namesOfTheListCannotSteerATerminal() throws IOException {
    assertFalse(text(SamplePods.run(SamplePods.unknown()), Verbosity.VERBOSE).contains("\u001b"));
  }

  @Test
  void quietLeavesOutWhatPasses() throws IOException {
    assertEquals("", text(SamplePods.run(SamplePods.passing()), Verbosity.QUIET));
  }

  @Test
  void anEmptyListIsUnknown() throws IOException {
    assertEquals(
        "UNKNOWN  pods.json: 2 pods, 2 containers, 0 images: nothing was compared\n",
        text(SamplePods.run(), Verbosity.NORMAL));
  }

  @Test
  void theWorstImageDecidesTheExitCode() {
    assertEquals(3, SamplePods.run(SamplePods.passing(), SamplePods.unknown()).exitCode());
  }

  @Test
  void brokenIntegrityComesBeforeAll() {
    PodImage broken =
        new PodImage(
            SamplePods.REFERENCE,
            SamplePods.pulled(),
            SamplePods.identical().butUnknown("broken", true),
            List.of());
    assertEquals(4, SamplePods.run(SamplePods.unknown(), broken).exitCode());
  }

  @Test
  void jsonOfImagesKeepsToTheSchema() throws IOException {
    assertValid(SamplePods.run(SamplePods.passing(), SamplePods.unknown()));
  }

  @Test
  void jsonOfOtherIdsKeepsToTheSchema() throws IOException {
    assertValid(
        SamplePods.run(
            new PodImage(
                "a", ImageId.parse(SamplePods.INDEX.toString()), Standing.unknown("x"), List.of()),
            new PodImage("a", ImageId.parse("?"), Standing.unknown("x"), List.of())));
  }

  @Test
  void jsonOfAProblemKeepsToTheSchema() throws IOException {
    assertValid(
        new PodsRun(
            new RunReport.Tool("scanner", "1"),
            Instant.EPOCH,
            "-",
            new PodsRun.Outcome.Failed(
                new ScanReport.Problem(ProblemKind.LIMIT, "too large", Optional.empty()))));
  }
}
