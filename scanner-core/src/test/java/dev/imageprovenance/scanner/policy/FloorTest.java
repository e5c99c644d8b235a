package dev.imageprovenance.scanner.policy;

import static dev.imageprovenance.scanner.policy.Policies.image;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What extends a policy can only tighten it. */
final class FloorTest {
  @TempDir Path directory;

  /** The floor's clauses begin in its line 2, those of what extends it in line 3. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // failOn
        "failOn: low|failOn: medium|p.yaml:3:1: failOn medium would loosen failOn low"
            + " (floor.yaml:2:1)",
        "# nothing|failOn: critical|p.yaml:3:1: failOn critical would loosen failOn high, the"
            + " default (floor.yaml:1:1)",
        "profile: strict|failOn: medium|p.yaml:3:1: failOn medium would loosen profile strict:"
            + " failOn low",
        "failOn: low|images: [{match: a, failOn: high}]|p.yaml:3:21: images[0].failOn high would"
            + " loosen failOn low (floor.yaml:2:1)",
        "images: [{match: 'a/**', failOn: low}]|failOn: medium|p.yaml:3:1: failOn medium would"
            + " loosen images[0].failOn low (floor.yaml:2:26)",
        "images: [{match: 'a/**', failOn: low}]|images: [{match: '**/b', failOn: medium}]|"
            + "p.yaml:3:26: images[0].failOn medium would loosen images[0].failOn low"
            + " (floor.yaml:2:26)",
        // severity
        "severity: {setuid-files: high}|severity: {setuid-files: medium}|p.yaml:3:12: severity"
            + " setuid-files: medium would loosen severity setuid-files: high (floor.yaml:2:12)",
        "severity: {setuid-files/SCRIPT: high}|severity: {setuid-files: medium}|p.yaml:3:12:"
            + " severity setuid-files: medium would loosen severity setuid-files/SCRIPT: high"
            + " (floor.yaml:2:12)",
        "# nothing|severity: {accounts/EXTRA_ROOT: low}|p.yaml:3:12: severity accounts/EXTRA_ROOT:"
            + " low would loosen the severity of accounts/EXTRA_ROOT, high (floor.yaml:1:1)",
        "# nothing|severity: {accounts/DUPLICATE_GID: ignore}|p.yaml:3:12: severity"
            + " accounts/DUPLICATE_GID: ignore would loosen the severity of accounts/DUPLICATE_GID,"
            + " low (floor.yaml:1:1)",
        // allowUnknown
        "# nothing|allowUnknown: [accounts]|p.yaml:3:16: allowUnknown accounts would loosen"
            + " allowUnknown, which is not set (floor.yaml:1:1)",
        "allowUnknown: [trust]|allowUnknown: [trust, accounts]|p.yaml:3:23: allowUnknown accounts"
            + " would loosen allowUnknown (floor.yaml:2:1)",
        // user
        "user: {require: non-root-verifiable}|user: {require: non-root}|p.yaml:3:8: user.require"
            + " non-root would loosen user.require non-root-verifiable (floor.yaml:2:8)",
        "# nothing|user: {require: any}|p.yaml:3:8: user.require any would loosen user.require,"
            + " which is not set (floor.yaml:1:1)",
        // setuid
        "# nothing|setuid: {allow: [{path: /su}]}|p.yaml:3:18: setuid.allow /su would loosen"
            + " setuid.allow, which is not set (floor.yaml:1:1)",
        "setuid: {allow: [{path: /bin/*}]}|setuid: {allow: [{path: /bin/**}]}|p.yaml:3:18:"
            + " setuid.allow /bin/** would loosen setuid.allow (floor.yaml:2:10)",
        "setuid: {allow: [{path: /su, mode: '4755'}]}|setuid: {allow: [{path: /su}]}|p.yaml:3:18:"
            + " setuid.allow /su would loosen setuid.allow (floor.yaml:2:10)",
        "setuid: {allow: [{path: /su, owner: root}]}|setuid: {allow: [{path: /su, owner: '1'}]}|"
            + "p.yaml:3:18: setuid.allow /su would loosen setuid.allow (floor.yaml:2:10)",
        "images: [{match: a, setuid: {allow: []}}]|images: [{match: a, setuid: {allow: [{path:"
            + " /su}]}}]|p.yaml:3:38: images[0].setuid.allow /su would loosen"
            + " images[0].setuid.allow (floor.yaml:2:30)",
        // base
        "base: {maxAgeDays: 30}|base: {maxAgeDays: 31}|p.yaml:3:8: base.maxAgeDays 31 would loosen"
            + " base.maxAgeDays 30 (floor.yaml:2:8)",
        "images: [{match: a, base: {maxAgeDays: 30}}]|base: {maxAgeDays: 31}|p.yaml:3:8:"
            + " base.maxAgeDays 31 would loosen images[0].base.maxAgeDays 30 (floor.yaml:2:28)",
        "base: {groups: [{name: g, registries: [r.example]}]}@@setuid: {onlyFromBase: true}|setuid:"
            + " {onlyFromBase: false}|p.yaml:3:10: setuid.onlyFromBase false would loosen"
            + " setuid.onlyFromBase true (floor.yaml:3:10)",
        "setuid: {onlyFromBase: true}|base: {groups: [{name: g, registries: [r.example]}]}|"
            + "floor.yaml:2:10: setuid.onlyFromBase true needs base.groups in a file that is"
            + " extended: what extends it could name any base",
        // capabilities
        "capabilities: {allow: [{path: /p, capabilities: [cap_chown]}]}|capabilities: {allow:"
            + " [{path: /p, capabilities: [cap_chown, cap_fowner]}]}|p.yaml:3:24:"
            + " capabilities.allow /p would loosen capabilities.allow (floor.yaml:2:16)",
        // waivers
        "# nothing|waivers: [{id: W, check: accounts, reason: r, expires: 2026-07-02}]|p.yaml:3:11:"
            + " waiver W waives accounts would loosen waivable, which is not set (floor.yaml:1:1)",
        "waivable: [trust]|waivers: [{id: W, check: accounts, reason: r, expires: 2026-07-02}]|"
            + "p.yaml:3:11: waiver W waives accounts would loosen waivable (floor.yaml:2:1)",
        "waivable: [trust]|waivable: [accounts]|p.yaml:3:12: waivable accounts would loosen"
            + " waivable (floor.yaml:2:1)",
        "maxWaiverDays: 30|maxWaiverDays: 31|p.yaml:3:1: maxWaiverDays 31 would loosen"
            + " maxWaiverDays 30 (floor.yaml:2:1)",
        "# nothing|maxWaiverDays: 91|p.yaml:3:1: maxWaiverDays 91 would loosen maxWaiverDays 90,"
            + " the default, which is not set (floor.yaml:1:1)",
      })
  void looseningIsRefusedWithBothPlaces(String floor, String own, String expected) {
    assertEquals(List.of(expected), Policies.loosening(floor.replace("@@", "\n"), own));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failOn: medium|failOn: medium",
        "failOn: medium|failOn: low",
        "failOn: low|profile: default",
        "images: [{match: 'a/**', failOn: critical}]|images: [{match: a/b, failOn: critical}]",
        "severity: {setuid-files: high}|severity: {setuid-files/SCRIPT: high}",
        "# nothing|severity: {accounts/DUPLICATE_GID: critical}",
        "# nothing|severity: {setuid-files: critical}",
        "severity: {accounts: ignore}|severity: {accounts: ignore}",
        "allowUnknown: [trust, accounts]|allowUnknown: [accounts]",
        "allowUnknown: [trust]|allowUnknown: []",
        "# nothing|user: {require: non-root}",
        "user: {require: any}|user: {require: any}",
        "setuid: {allow: [{path: /bin/**}]}|setuid: {allow: [{path: /bin/su, mode: '4755'}]}",
        "setuid: {allow: [{path: /su}]}|setuid: {allow: []}",
        "capabilities: {allow: [{path: /p, capabilities: [cap_a, cap_b]}]}|capabilities: {allow:"
            + " [{path: /p, capabilities: [cap_b]}]}",
        "waivable: [accounts]|waivers: [{id: W, check: accounts, reason: r, expires: 2026-07-02}]",
        "waivable: [accounts, trust]|waivable: [trust]",
        "maxWaiverDays: 30|maxWaiverDays: 30",
        "# nothing|trust: {groups: [{name: a, registries: [a.example]}]}",
        "# nothing|controls: {accounts: A-1}",
        "# nothing|base: {maxAgeDays: 30}",
        "base: {maxAgeDays: 30}|base: {maxAgeDays: 30}",
        "base: {groups: [{name: a, registries: [a.example]}]}|base: {groups: [{name: b, registries:"
            + " [b.example]}]}",
        "# nothing|setuid: {onlyFromBase: true}",
        "# nothing|setuid: {onlyFromBase: false}",
      })
  void tighteningIsWelcome(String floor, String own) {
    assertDoesNotThrow(() -> Policies.extending(floor, own));
  }

  @Test
  void whatIsNotSaidIsTheFloors() {
    assertEquals(Severity.LOW, Policies.extending("failOn: low").general().failOn());
  }

  @Test
  void aTighterThresholdCountsForTheFloorsSectionsToo() {
    Policy policy =
        Policies.extending("images: [{match: 'a.example/**', failOn: critical}]", "failOn: low");
    assertEquals(Severity.LOW, policy.forImage(image("a.example/app")).failOn());
  }

  @Test
  void aProfileBelowAFloorOnlyTightens() {
    Policy policy = Policies.extending("failOn: low", "profile: default");
    assertEquals(Severity.LOW, policy.general().failOn());
  }

  @Test
  void aTighterProfileCounts() {
    Policy policy = Policies.extending("failOn: medium", "profile: strict");
    assertEquals(Severity.LOW, policy.general().failOn());
  }

  @Test
  void aSeverityThatIsRaisedInPartKeepsTheFloorsElsewhere() {
    Policy policy =
        Policies.extending(
            "severity: {setuid-files: critical}", "severity: {setuid-files/SCRIPT: critical}");
    assertEquals("FAIL critical", Samples.told(policy.general(), Samples.setuid("/su")));
  }

  @Test
  void trustMustHoldInEveryFile() {
    Policy policy =
        Policies.extending(
            "trust: {groups: [{name: a, registries: [a.example]}]}",
            "trust: {groups: [{name: b, registries: [b.example]}]}");
    assertEquals(2, policy.general().trust().size());
  }

  @Test
  void severalLooseningsAreToldAtOnce() {
    assertEquals(
        2, Policies.loosening("failOn: low", "failOn: high", "user: {require: any}").size());
  }

  @Test
  void aFileExtendsAFileBesideIt() throws IOException {
    Files.createDirectory(directory.resolve("org"));
    write("org/floor.yaml", "failOn: low");
    Path own = write("app.yaml", "extends: org/floor.yaml");
    assertEquals(Severity.LOW, Policy.load(own).general().failOn());
  }

  @Test
  void theSourcesAreTheFloorFirst() throws IOException {
    write("floor.yaml", "failOn: low");
    Path own = write("app.yaml", "extends: floor.yaml");
    assertEquals(
        List.of("floor.yaml", "app.yaml"),
        Policy.load(own).sources().stream()
            .map(source -> Path.of(source.name()).getFileName().toString())
            .toList());
  }

  @Test
  void theDigestOfOneFileIsThatOfItsBytes() throws IOException {
    Path own = write("app.yaml", "failOn: low");
    assertEquals(Digest.sha256(Files.readAllBytes(own)), Policy.load(own).digest().orElseThrow());
  }

  @Test
  void theDigestOfSeveralFilesIsThatOfTheirDigests() throws IOException {
    Path floor = write("floor.yaml", "failOn: low");
    Path own = write("app.yaml", "extends: floor.yaml");
    String lines =
        Digest.sha256(Files.readAllBytes(floor))
            + "\n"
            + Digest.sha256(Files.readAllBytes(own))
            + "\n";
    assertEquals(Digest.sha256(lines.getBytes()), Policy.load(own).digest().orElseThrow());
  }

  @Test
  void aPinnedFileWithOtherBytesIsRefused() throws IOException {
    write("floor.yaml", "failOn: low");
    Path own = write("app.yaml", "extends: {file: floor.yaml, sha256: " + "0".repeat(64) + "}");
    String message = refusal(own);
    assertTrue(
        message.contains(
            "app.yaml:2:1: extends: floor.yaml is not what was pinned: expected" + " sha256:0000"),
        message);
  }

  @Test
  void aPinnedFileWithItsBytesIsRead() throws IOException {
    Path floor = write("floor.yaml", "failOn: low");
    String pin = Digest.sha256(Files.readAllBytes(floor)).toString();
    Path own = write("app.yaml", "extends: {file: floor.yaml, sha256: '" + pin + "'}");
    assertEquals(Severity.LOW, Policy.load(own).general().failOn());
  }

  @Test
  void aMissingFloorIsToldWhereItIsNamed() throws IOException {
    String message = refusal(write("app.yaml", "extends: nowhere.yaml"));
    assertTrue(
        message.contains("app.yaml:2:1: extends: The policy ")
            && message.endsWith("nowhere.yaml cannot be read: there is no such file"),
        message);
  }

  @Test
  void aCircleOfFilesEnds() throws IOException {
    String message = refusal(write("app.yaml", "extends: app.yaml"));
    assertTrue(message.contains("extends: the chain of policies is longer than 8"), message);
  }

  @Test
  void aMissingPolicyIsATroubleOfConfiguration() {
    assertEquals(
        ProblemKind.CONFIGURATION,
        assertThrows(ScanException.class, () -> Policy.load(directory.resolve("none"))).kind());
  }

  @Test
  void aUrlNeedsSomebodyWhoFetchesIt() throws IOException {
    String url = "extends: {url: 'https://a.example/p', sha256: " + "0".repeat(64) + "}";
    String message = refusal(write("app.yaml", url));
    assertTrue(message.endsWith("extends: nothing was given that fetches URLs"), message);
  }

  @Test
  void aUrlCannotExtendAFileOfThisMachine() {
    byte[] floor = Policies.bytes("extends: /etc/passwd");
    String own =
        "extends: {url: 'https://a.example/p', sha256: " + Digest.sha256(floor).encoded() + "}";
    PolicyLoader loader = PolicyLoader.fetchingWith((url, most) -> floor);
    assertTrue(
        String.valueOf(
                assertThrows(ScanException.class, () -> loader.parse("p.yaml", Policies.bytes(own)))
                    .getMessage())
            .endsWith(
                "https://a.example/p:2:1: extends: only a policy in a file can extend a"
                    + " file"));
  }

  @Test
  void aUrlWithAnotherContentIsRefused() {
    String own = "extends: {url: 'https://a.example/p', sha256: " + "0".repeat(64) + "}";
    PolicyLoader loader = PolicyLoader.fetchingWith((url, most) -> Policies.bytes("failOn: low"));
    assertTrue(
        String.valueOf(
                assertThrows(ScanException.class, () -> loader.parse("p.yaml", Policies.bytes(own)))
                    .getMessage())
            .contains("is not what was pinned"));
  }

  @Test
  void theCommandLineCannotLoosenTheThreshold() {
    assertRefused(
        "--fail-on high would loosen failOn low (https://policies.example/floor.yaml:2:1)",
        () -> Policies.extending("failOn: low").failOn(Severity.HIGH));
  }

  @Test
  void theCommandLineCanTightenTheThreshold() {
    assertEquals(
        Severity.INFO, Policies.extending("failOn: low").failOn(Severity.INFO).general().failOn());
  }

  @Test
  void theCommandLineCannotAllowASetuidFile() {
    assertRefused(
        "--allow-setuid /su would loosen setuid.allow, which is not set"
            + " (https://policies.example/floor.yaml:1:1)",
        () -> Policies.extending("failOn: low").allowSetuid("/su"));
  }

  @Test
  void theCommandLineCanAllowWhatTheFloorAllows() {
    assertDoesNotThrow(
        () -> Policies.extending("setuid: {allow: [{path: /bin/*}]}").allowSetuid("/bin/su"));
  }

  @Test
  void theCommandLineCannotAllowACapability() {
    assertRefused(
        "--allow-capability /p=cap_chown would loosen capabilities.allow, which is not set"
            + " (https://policies.example/floor.yaml:1:1)",
        () -> Policies.extending("failOn: low").allowCapability("/p", "cap_chown"));
  }

  @Test
  void theCommandLineCannotAllowUnknown() {
    assertRefused(
        "--allow-unknown accounts would loosen allowUnknown, which is not set"
            + " (https://policies.example/floor.yaml:1:1)",
        () -> Policies.extending("failOn: low").allowUnknown(CheckId.ACCOUNTS));
  }

  @Test
  void theCommandLineCannotBringABaseline() {
    assertRefused(
        "--baseline b.json would loosen waivable, which is not set"
            + " (https://policies.example/floor.yaml:1:1)",
        () -> Policies.extending("failOn: low").baseline(Baseline.of("b.json", List.of())));
  }

  @Test
  void theCommandLineCannotLeaveChecksOut() {
    assertRefused(
        "--checks would leave out what https://policies.example/floor.yaml requires of every"
            + " image",
        () -> Policies.extending("failOn: low").requireSelectable(Set.of(CheckId.ACCOUNTS)));
  }

  @Test
  void aPolicyThatExtendsNothingIsNoFloor() {
    assertDoesNotThrow(
        () -> Policies.of("failOn: low").failOn(Severity.CRITICAL).allowSetuid("/su"));
  }

  private static void assertRefused(
      String message, org.junit.jupiter.api.function.Executable attempt) {
    ScanException refused = assertThrows(ScanException.class, attempt);
    assertEquals(ProblemKind.USAGE + " " + message, refused.kind() + " " + refused.getMessage());
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), Policies.bytes(lines));
  }

  private static String refusal(Path file) {
    return String.valueOf(assertThrows(ScanException.class, () -> Policy.load(file)).getMessage());
  }
}
