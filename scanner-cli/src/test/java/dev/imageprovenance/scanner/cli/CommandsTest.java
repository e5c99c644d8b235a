package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.policy.KnownChecks;
import dev.imageprovenance.scanner.report.JsonComparisonRenderer;
import dev.imageprovenance.scanner.report.JsonLineageRenderer;
import dev.imageprovenance.scanner.report.JsonReportRenderer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands beside scan, and help. */
class CommandsTest {
  private final FakeEngine fake = new FakeEngine();

  @Test
  void checksListsEveryCheckWithItsQuestion() {
    fake.run("checks");
    assertEquals(KnownChecks.ids().size(), fake.out.toString().lines().count());
  }

  @Test
  void schemaPrintsTheSchema() {
    fake.run("schema");
    assertEquals(JsonReportRenderer.schema(), fake.out.toString());
  }

  @Test
  void schemaPrintsTheSchemaOfLineages() {
    fake.run("schema", "lineage");
    assertEquals(JsonLineageRenderer.schema(), fake.out.toString());
  }

  @Test
  void schemaPrintsTheSchemaOfComparisons() {
    fake.run("schema", "compare");
    assertEquals(JsonComparisonRenderer.schema(), fake.out.toString());
  }

  @Test
  void versionNamesProgramAndJava() {
    fake.run("--version");
    assertTrue(
        fake.out.toString().matches("image-provenance-scanner \\S+\nJava .*\n"),
        fake.out.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help",
        "scan --help",
        "help scan",
        "help compare",
        "help lineage",
        "help signatures",
        "checks --help"
      })
  void helpGoesToStandardOutputAndPasses(String line) {
    assertEquals(0, fake.run(line.split(" ")));
    assertTrue(fake.out.toString().contains("Usage: scanner"), fake.out.toString());
  }

  @ParameterizedTest
  @EnumSource(CommandOption.class)
  void everyOptionIsExplained(CommandOption option) {
    for (Subcommand subcommand : Subcommand.values()) {
      if (option.belongsTo(subcommand)) {
        FakeEngine helped = new FakeEngine();
        helped.run((subcommand.label() + " --help").split(" "));
        assertTrue(helped.out.toString().contains(option.longName()), option.longName());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Exit codes:", "Examples:", "docker-archive:FILE[:TAG]"})
  void helpTeaches(String section) {
    fake.run("scan", "--help");
    assertTrue(fake.out.toString().contains(section), fake.out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Exit codes:", "Examples:", "same-runtime", "container:[ENGINE/]NAME|ID"})
  void helpOfCompareTeaches(String section) {
    fake.run("compare", "--help");
    assertTrue(fake.out.toString().contains(section), fake.out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan", "compare"})
  void helpFitsTheTerminal(String command) {
    fake.environment.put("COLUMNS", "80");
    fake.run("help", command);
    assertTrue(
        fake.out.toString().lines().allMatch(line -> line.length() <= 80), fake.out.toString());
  }

  @Test
  void completionKnowsTheOptionsOfScan() {
    fake.run("completion");
    assertTrue(fake.out.toString().contains("--allow-capability"), "no option in the script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionTakesTheNameOfAShell(String shell) {
    assertEquals(0, fake.run("completion", shell));
  }

  @Test
  void completionRefusesOtherShells() {
    assertEquals(2, fake.run("completion", "fish"));
  }

  @ParameterizedTest
  @CsvSource({
    "scanner sc, 'scan schema '",
    "scanner co, 'compare completion '",
    "scanner compare --require same-, 'same-image same-runtime same-content '",
    "scanner compare --fail-on h, 'high '",
    "scanner compare --all, ''",
    "scanner compare --reh, '--rehash '",
    "scanner schema c, 'compare '",
    "scanner l, 'lineage '",
    "scanner lineage --base, '--base --bases '",
    "scanner scan --fail-on h, 'high '",
    "scanner scan --color a, 'auto always '",
    "scanner scan --format = js, 'json '",
    "scanner scan --checks acc, 'accounts '",
    "scanner scan --allow-unknown i, ''",
    "scanner scan --allow-s, '--allow-setuid '",
    "scanner scan ./tar, ''",
  })
  void bashCompletes(String line, String expected) throws Exception {
    fake.run("completion", "bash");
    String words = String.join(" ", line.split(" "));
    String script =
        fake.out
            + "COMP_WORDS=("
            + words
            + "); COMP_CWORD="
            + (words.split(" ").length - 1)
            + "; _scanner_complete; printf '%s ' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", script).start();
    String offered =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    assertEquals(expected.stripTrailing(), offered);
  }

  @Test
  void completionLeavesFilesToTheShell() {
    fake.run("completion");
    assertTrue(fake.out.toString().contains("complete -o default"), fake.out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "scna, Did you mean scanner scan?",
    "debian:12, To scan an image: scanner scan debian:12",
    "scan app --fromat=json, Did you mean --format?",
    "scan app --fail-onn high, Did you mean --fail-on?",
  })
  void aTypoIsAnsweredWithWhatWasMeant(String line, String advice) {
    fake.run(line.split(" "));
    assertTrue(fake.err.toString().contains("\n  " + advice + "\n"), fake.err.toString());
  }

  @Test
  void theHelpHasNoTwoBlankLines() {
    fake.run("--help");
    assertFalse(fake.out.toString().contains("\n\n\n"), fake.out.toString());
  }

  @Test
  void withoutCommandNothingIsDone() {
    assertEquals(2, fake.run());
  }
}
