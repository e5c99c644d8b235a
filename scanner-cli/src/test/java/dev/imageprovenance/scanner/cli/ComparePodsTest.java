package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of {@code compare --pods}, and its reports without a registry. */
final class ComparePodsTest {
  private static final String PODS =
      """
      {"items": [{"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c"}]}}],
       "kind": "List"}
      """;

  private final FakeEngine cli = new FakeEngine();

  @TempDir Path directory;

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("pods.json"), content).toString();
  }

  @Test
  void readsAFile() throws IOException {
    cli.run("compare", "--pods", file(PODS));
    assertEquals(1, cli.podRequests.get(0).list().pods().size());
  }

  @Test
  void readsStandardInput() {
    cli.stdin = PODS;
    cli.run("compare", "--pods", "-");
    assertEquals(1, cli.podRequests.get(0).list().pods().size());
  }

  @Test
  void nothingComparedIsUnknown() throws IOException {
    assertEquals(3, cli.run("compare", "--pods", file(PODS)));
  }

  @Test
  void requiresWhatIsAskedFor() throws IOException {
    cli.run("compare", "--pods", file(PODS), "--require", "identical", "--fail-on", "critical");
    assertEquals(
        Rung.IDENTICAL + " " + Severity.CRITICAL,
        cli.podRequests.get(0).required() + " " + cli.podRequests.get(0).failOn());
  }

  @Test
  void aSideBesideThePodsIsAMistakeThatNamesBoth() throws IOException {
    int code = cli.run("compare", "--pods", file(PODS), "docker-daemon:app:1");
    assertEquals(2, code);
    assertTrue(
        cli.err.toString().contains("--pods") && cli.err.toString().contains("DEPLOYED"),
        cli.err::toString);
  }

  @Test
  void twoReadersOfStandardInputAreAMistake() {
    assertEquals(2, cli.run("compare", "--pods", "-", "--username", "u", "--password-stdin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--rehash", "--ignore=/var/**", "--no-signatures", "--require-signatures"})
  void optionsOfOtherDeploymentsAreAMistake(String option) throws IOException {
    assertEquals(2, cli.run("compare", "--pods", file(PODS), option));
  }

  @Test
  void noSideAndNoPodsIsAMistake() {
    assertEquals(2, cli.run("compare"));
  }

  @Test
  void aMissingFileCannotBeChecked() {
    assertEquals(3, cli.run("compare", "--pods", directory.resolve("none").toString()));
  }

  @Test
  void anotherDocumentIsAMistake() throws IOException {
    assertEquals(2, cli.run("compare", "--pods", file("{\"kind\":\"Deployment\"}")));
  }

  @Test
  void aProblemIsReportedAsTheSchemaSays() throws IOException {
    cli.run("compare", "--pods", file("{\"kind\":\"Pod\",\"kind\":\"Pod\"}"), "--format", "json");
    PodsReportSchema.assertValid(cli.out.toString());
  }

  @Test
  void aComparisonIsReportedAsTheSchemaSays() throws IOException {
    cli.run("compare", "--pods", file(PODS), "--format", "json");
    PodsReportSchema.assertValid(cli.out.toString());
  }

  @Test
  void theSchemaIsPrinted() {
    cli.run("schema", "pods");
    assertTrue(cli.out.toString().contains("pods-report"), cli.out::toString);
  }
}
