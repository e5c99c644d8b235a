package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pods in the formats of CI systems. */
class PodsFormatsTest {
  @Test
  void sarifOfPodsIsOneRun() throws IOException {
    String sarif = render(ReportFormat.SARIF, SamplePods.run(SamplePods.passing(), unknown()));
    SarifSchema.assertValid(sarif);
    JsonNode document = new ObjectMapper().readTree(sarif);
    CodeScanningRules.assertAccepted(document);
    assertEquals(1, document.get("runs").size());
    assertEquals(
        "image-provenance/pods/pods.json/",
        document.at("/runs/0/automationDetails/id").textValue());
  }

  @Test
  void whatAProcessCanBecomeIsAResult() throws IOException {
    String sarif = render(ReportFormat.SARIF, SamplePods.run(SamplePods.passing()));
    JsonNode result = new ObjectMapper().readTree(sarif).at("/runs/0/results/0");
    assertEquals("root-access/CAN_BECOME_ROOT", result.get("ruleId").textValue());
    assertTrue(
        result
            .at("/message/text")
            .textValue()
            .startsWith("shop Deployment/web app: uid 1000 (app), can become root via /bin/su"),
        result.toString());
  }

  @Test
  void eachWorkloadIsATest() throws IOException {
    JunitXml xml = JunitXml.valid(render(ReportFormat.JUNIT, SamplePods.run(SamplePods.passing())));
    assertEquals("registry-copy", xml.text("//testcase[1]/@name"));
    assertEquals("root-access of shop Deployment/web app", xml.text("//testcase[2]/@name"));
  }

  @Test
  void whatCouldNotBeComparedIsAnError() throws IOException {
    JunitXml xml = JunitXml.valid(render(ReportFormat.JUNIT, SamplePods.run(unknown())));
    assertTrue(
        xml.text("//testcase[@name='registry-copy']/error")
            .contains("the registry did not answer"));
  }

  @Test
  void anEmptyListIsAnError() throws IOException {
    JunitXml xml = JunitXml.valid(render(ReportFormat.JUNIT, SamplePods.run()));
    assertEquals("1", xml.text("/testsuites/@errors"));
  }

  @Test
  void markdownNamesTheRungOfEachImage() throws IOException {
    String markdown =
        render(ReportFormat.MARKDOWN, SamplePods.run(SamplePods.passing(), unknown()));
    assertTrue(markdown.startsWith("## Images of pods: ⚠️ UNKNOWN\n"), markdown);
    assertTrue(markdown.contains("### ✅ PASS **identical** `registry.example/app:1`"), markdown);
    assertFalse(markdown.contains("\u001b"));
  }

  @Test
  void aListThatCannotBeReadIsUnknownInEveryFormat() throws IOException {
    PodsRun failed =
        new PodsRun(
            new RunReport.Tool("scanner", "1"),
            Instant.EPOCH,
            "-",
            new PodsRun.Outcome.Failed(
                new ScanReport.Problem(ProblemKind.LIMIT, "too large", Optional.empty())));
    assertTrue(render(ReportFormat.SARIF, failed).contains("\"pods/UNKNOWN\""));
    assertEquals("1", JunitXml.valid(render(ReportFormat.JUNIT, failed)).text("count(//error)"));
    assertTrue(render(ReportFormat.MARKDOWN, failed).contains("- **unknown**: too large"));
  }

  private static dev.imageprovenance.scanner.workload.PodImage unknown() {
    return SamplePods.unknown();
  }

  private static String render(ReportFormat format, PodsRun run) throws IOException {
    StringWriter out = new StringWriter();
    Renderers.ofPods(format, ReportOptions.defaults()).render(run, out);
    return out.toString();
  }
}
