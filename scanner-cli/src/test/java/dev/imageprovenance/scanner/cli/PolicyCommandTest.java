package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicySchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that name a policy, and the commands about policies. */
class PolicyCommandTest {
  @TempDir Path directory;

  private final FakeEngine fake = new FakeEngine();

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void aScanIsJudgedByTheFile() throws IOException {
    String file = write("p.yaml", "version: 1\nfailOn: low\n");
    fake.run("scan", "--policy", file, "app:1");
    assertEquals(Policy.load(Path.of(file)), fake.request().policy());
  }

  @Test
  void aScanIsJudgedByTheProfile() {
    fake.run("scan", "--profile", "strict", "app:1");
    assertEquals(Policy.profile("strict"), fake.request().policy());
  }

  @Test
  void optionsGoBeforeTheFile() throws IOException {
    String file = write("p.yaml", "version: 1\nfailOn: low\n");
    fake.run("scan", "--policy", file, "--fail-on", "critical", "app:1");
    assertEquals(Severity.CRITICAL, fake.request().policy().general().failOn());
  }

  @Test
  void aFileAndAProfileExcludeEachOther() {
    assertEquals(2, fake.run("scan", "--policy", "p.yaml", "--profile", "strict", "app:1"));
    assertTrue(
        fake.err.toString().contains("--policy and --profile exclude each other"),
        fake.err.toString());
  }

  @Test
  void anUnusablePolicyScansNothing() throws IOException {
    String file = write("p.yaml", "version: 1\nfailon: low\n");
    assertEquals(2, fake.run("scan", "--policy", file, "app:1"));
    assertEquals(List.of(), fake.requests);
  }

  @Test
  void anUnusablePolicySaysWhere() throws IOException {
    String file = write("p.yaml", "version: 1\nfailon: low\n");
    fake.run("scan", "--policy", file, "app:1");
    assertTrue(
        fake.err.toString().contains("p.yaml:2:1: unknown key \"failon\"; did you mean failOn?\n"),
        fake.err.toString());
  }

  @Test
  void anUnknownProfileIsWrongUsage() {
    assertEquals(2, fake.run("scan", "--profile", "lax", "app:1"));
  }

  @Test
  void aMissingBaselineIsWrongUsage() {
    String missing = directory.resolve("none.json").toString();
    assertEquals(2, fake.run("scan", "--baseline", missing, "app:1"));
  }

  @Test
  void whatIsFoundIsWrittenAsABaseline() throws IOException {
    Path file = directory.resolve("b.json");
    fake.answering(Verdict.FAIL).run("scan", "--write-baseline", file.toString(), "app:1");
    assertTrue(Files.readString(file).contains("\"MADE_UP\""), Files.readString(file));
  }

  @Test
  void writingABaselineLeavesTheVerdictAsItIs() {
    String file = directory.resolve("b.json").toString();
    assertEquals(1, fake.answering(Verdict.FAIL).run("scan", "--write-baseline", file, "app:1"));
  }

  @Test
  void aBaselineThatCannotBeWrittenScansNothing() {
    String file = directory.resolve("no/b.json").toString();
    assertEquals(2, fake.run("scan", "--write-baseline", file, "app:1"));
    assertEquals(List.of(), fake.requests);
  }

  @Test
  void checksOfPoliciesCanBeNamed() {
    fake.run("scan", "--allow-unknown", "trust", "app:1");
    assertEquals(List.of(CheckId.TRUST), fake.request().policy().general().allowUnknown());
  }

  @Test
  void aValidPolicyPassesItsCheck() throws IOException {
    assertEquals(0, fake.run("policy", "check", write("p.yaml", "version: 1\n")));
    assertTrue(fake.out.toString().startsWith("valid\n"), fake.out.toString());
  }

  @Test
  void anInvalidPolicyFailsItsCheck() throws IOException {
    assertEquals(2, fake.run("policy", "check", write("p.yaml", "version: 3\n")));
  }

  @Test
  void aWaiverTooFarAheadFailsItsCheck() throws IOException {
    String waiver = "{id: W, check: accounts, reason: r, expires: 2999-01-01}";
    assertEquals(
        2, fake.run("policy", "check", write("p.yaml", "version: 1\nwaivers: [" + waiver + "]\n")));
  }

  @Test
  void anExplanationHasTheExitCodeOfItsScan() {
    assertEquals(1, fake.answering(Verdict.FAIL).run("policy", "explain", "app:1"));
  }

  @Test
  void anExplanationNamesTheClause() throws IOException {
    fake.answering(Verdict.FAIL).run("policy", "explain", "app:1");
    assertTrue(
        fake.out.toString().contains("fails by failOn high, the default"), fake.out.toString());
  }

  @Test
  void anImportPrintsAPolicy() throws IOException {
    fake.run("policy", "import", write(".dockleignore", "CIS-DI-0001\nDKL-DI-0006\n"));
    String printed = fake.out.toString();
    assertEquals(0, new FakeEngine().run("policy", "check", write("p.yaml", printed)), printed);
  }

  @Test
  void anImportTellsWhatItDoesNotTakeOver() throws IOException {
    fake.run("policy", "import", write(".dockleignore", "DKL-DI-0006\n"));
    assertEquals(
        "scanner: not taken over: DKL-DI-0006: no check of this scanner asks that\n",
        fake.err.toString());
  }

  @Test
  void theSchemaOfPoliciesIsPrinted() {
    fake.run("schema", "policy");
    assertEquals(PolicySchema.text(), fake.out.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy",
        "policy check",
        "policy explain",
        "policy import",
        "policy chek p.yaml",
        "policy check p.yaml q.yaml",
        "policy import nowhere",
      })
  void wrongUsageIsExplained(String line) {
    assertEquals(2, fake.run(line.split(" ")));
    assertTrue(fake.err.toString().contains("See scanner policy"), fake.err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy --help", "policy check --help", "policy explain --help"})
  void helpIsPrinted(String line) {
    assertEquals(0, fake.run(line.split(" ")));
    assertTrue(fake.out.toString().contains("Usage: scanner policy"), fake.out.toString());
  }
}
