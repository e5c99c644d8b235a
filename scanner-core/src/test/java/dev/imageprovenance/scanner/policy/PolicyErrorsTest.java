package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a policy is told with its line and column, all of it at once. */
final class PolicyErrorsTest {
  private static final String HASH = "0".repeat(64);

  /** The policy begins in line 2: line 1 is its version. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failon: low|p.yaml:2:1: unknown key \"failon\"; did you mean failOn?",
        "surprise: 1|p.yaml:2:1: unknown key \"surprise\"",
        "failOn: hihg|p.yaml:2:9: failOn must be info, low, medium, high or critical, not"
            + " \"hihg\"; did you mean high?",
        "failOn: [low]|p.yaml:2:9: failOn must be info, low, medium, high or critical, not a list",
        "failOn:|p.yaml:2:8: failOn must be info, low, medium, high or critical, not nothing",
        "version: 1|p.yaml:2:1: the key \"version\" stands already in line 1",
        "profile: stric|p.yaml:2:10: profile must be default, strict or cis, not \"stric\"; did you"
            + " mean strict?",
        "allowUnknown: accounts|p.yaml:2:15: allowUnknown must be a list, not \"accounts\"",
        "allowUnknown: [integrity]|p.yaml:2:16: allowUnknown[0]: integrity cannot be allowed to be"
            + " unknown",
        "allowUnknown: [acounts]|p.yaml:2:16: allowUnknown[0]: there is no check \"acounts\"; did"
            + " you mean accounts?; the checks are integrity, ambiguous-layer, default-user,"
            + " setuid-files, file-capabilities, accounts, base-image, trust, signature,"
            + " provenance, vsa, waivers",
        "user: root|p.yaml:2:7: user must be a mapping, not \"root\"",
        "user: {}|p.yaml:2:7: user needs the key require",
        "user: {require: nonroot}|p.yaml:2:17: user.require must be any, non-root or"
            + " non-root-verifiable, not \"nonroot\"; did you mean non-root?",
        "severity: {setuid-files: bad}|p.yaml:2:26: severity.setuid-files must be info, low,"
            + " medium, high, critical or ignore, not \"bad\"",
        "severity: {accounts/DUPLICATE_UDI: low}|p.yaml:2:12: severity: the check accounts has no"
            + " code \"DUPLICATE_UDI\"; did you mean DUPLICATE_UID?; its codes are DUPLICATE_GID,"
            + " DUPLICATE_UID, EMPTY_PASSWORD, EXTRA_ROOT",
        "severity: {integrity: high}|p.yaml:2:12: severity: integrity cannot be lowered, and"
            + " ARCHIVE_CONTRADICTS_ITSELF is critical",
        "severity: {integrity/NO_LAYERS: ignore}|p.yaml:2:12: severity: integrity cannot be"
            + " lowered, and NO_LAYERS is low",
        "severity: {accounts: low, accounts: high}|p.yaml:2:27: severity names accounts twice",
        "setuid: {allow: [{}]}|p.yaml:2:18: setuid.allow[0] needs the key path",
        "setuid: {allow: [{path: su}]}|p.yaml:2:25: setuid.allow[0].path must be an absolute path"
            + " inside the image, as in /usr/bin/*, not \"su\"",
        "setuid: {allow: [{path: /su, mode: 4755}]}|p.yaml:2:36: setuid.allow[0].mode must be text:"
            + " write \"4755\" in quotes",
        "setuid: {allow: [{path: /su, mode: '4785'}]}|p.yaml:2:36: setuid.allow[0].mode must be an"
            + " octal mode in quotes, as in \"4755\", not \"4785\"",
        "setuid: {allow: [{path: /su, sha256: abc}]}|p.yaml:2:38: setuid.allow[0].sha256 must be a"
            + " sha256 of 64 lower-case hexadecimal digits, not \"abc\"",
        "setuid: {allow: [{path: /su, group: x}]}|p.yaml:2:30: unknown key \"group\" in"
            + " setuid.allow[0]",
        "setuid: {allowed: []}|p.yaml:2:10: unknown key \"allowed\" in setuid; did you mean allow?",
        "capabilities: {allow: [{path: /ping}]}|p.yaml:2:24: capabilities.allow[0] needs the key"
            + " capabilities",
        "capabilities: {allow: [{path: /ping, capabilities: [net raw]}]}|p.yaml:2:53:"
            + " capabilities.allow[0].capabilities[0] must be a capability, as in cap_net_raw, not"
            + " \"net raw\"",
        "trust: {groups: []}|p.yaml:2:17: trust.groups is empty: no image could pass",
        "trust: {groups: [{name: a}]}|p.yaml:2:18: trust.groups[0] trusts nothing: it needs one of"
            + " registries, repositories, references, digests, bases",
        "trust: {groups: [{name: a, digests: ['x']}]}|p.yaml:2:38: trust.groups[0].digests[0] must"
            + " be a digest, as in sha256:…, not \"x\"",
        "trust: {groups: [{name: a, bases: [{name: b, diffIds: []}]}]}|p.yaml:2:55:"
            + " trust.groups[0].bases[0].diffIds is empty: every image begins with it",
        "images: [{failOn: low}]|p.yaml:2:10: images[0] needs the key match",
        "images: [{match: a, waivers: []}]|p.yaml:2:21: unknown key \"waivers\" in images[0]",
        "maxWaiverDays: 0|p.yaml:2:16: maxWaiverDays must be a number from 1 to 3660, not \"0\"",
        "maxWaiverDays: '90'|p.yaml:2:16: maxWaiverDays must be a number from 1 to 3660, not"
            + " \"90\"",
        "waivable: [integrity]|p.yaml:2:12: waivable[0]: integrity cannot be waived",
        "controls: {setuid: x}|p.yaml:2:12: unknown key \"setuid\" in controls",
        "extends: https://a.example/p.yaml|p.yaml:2:10: extends: a URL needs the sha256 of what it"
            + " leads to: write url and sha256 as a mapping",
        "extends: {url: 'https://a.example/p.yaml'}|p.yaml:2:10: extends needs the key sha256",
        "extends: {}|p.yaml:2:10: extends needs either file or url",
        "base: []|p.yaml:2:7: base must be a mapping, not a list",
        "base: {}|p.yaml:2:7: base requires nothing: it needs groups or maxAgeDays",
        "base: {groups: [{name: a, references: ['debian:12']}]}|p.yaml:2:17: base: \"debian:12\" must"
            + " be a whole reference with its registry and its tag or digest, as in"
            + " docker.io/library/debian:12",
        "setuid: {onlyFromBase: yes}|p.yaml:2:24: setuid.onlyFromBase must be true or false, not"
            + " \"yes\"",
        "signatures: []|p.yaml:2:13: signatures must be a mapping, not a list",
      })
  void aWrongValueIsTold(String line, String expected) {
    assertEquals(List.of(expected), Policies.problems(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check: integrity|p.yaml:4:12: waivers[0].check: integrity cannot be waived: bytes that are"
            + " not what was promised are another image",
        "check: waivers|p.yaml:4:12: waivers[0].check: an expired waiver cannot be waived: renew it"
            + " or take it out",
        "check: accounts, code: ROOT|p.yaml:4:28: waivers[0].code: the check accounts has no code"
            + " \"ROOT\"; its codes are DUPLICATE_GID, DUPLICATE_UID, EMPTY_PASSWORD, EXTRA_ROOT",
        "check: accounts, path: etc|p.yaml:4:28: waivers[0].path must be an absolute path inside"
            + " the image, as in /usr/bin/*, not \"etc\"",
      })
  void aWrongScopeOfAWaiverIsTold(String scope, String expected) {
    assertEquals(
        List.of(expected),
        Policies.problems(
            "waivers:", "- {id: W, reason: r, expires: 2026-08-01,", "    " + scope + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{check: accounts, reason: r, expires: 2026-08-01}|p.yaml:3:3: waivers[0] needs the key id",
        "{id: W, reason: r, expires: 2026-08-01}|p.yaml:3:3: waivers[0] needs the key check",
        "{id: W, check: accounts, expires: 2026-08-01}|p.yaml:3:3: waivers[0] needs the key reason",
        "{id: W, check: accounts, reason: r}|p.yaml:3:3: waivers[0] needs the key expires",
        "{id: W, check: accounts, reason: '  ', expires: 2026-08-01}|p.yaml:3:36:"
            + " waivers[0].reason is empty",
        "{id: 7, check: accounts, reason: r, expires: 2026-08-01}|p.yaml:3:8: waivers[0].id must be"
            + " text: write \"7\" in quotes",
        "{id: W, check: accounts, reason: r, expires: 2026-02-30}|p.yaml:3:48: waivers[0].expires"
            + " must be a day, as in 2027-01-31, not \"2026-02-30\"",
      })
  void anIncompleteWaiverIsTold(String waiver, String expected) {
    assertEquals(List.of(expected), Policies.problems("waivers:", "- " + waiver));
  }

  @Test
  void twoWaiversOfOneIdAreTold() {
    assertEquals(
        List.of("p.yaml:4:3: waivers[1]: the waiver in line 3 has the same id"),
        Policies.problems(
            "waivers:",
            "- {id: W, check: accounts, reason: r, expires: 2026-08-01}",
            "- {id: W, check: trust, reason: r, expires: 2026-08-01}"));
  }

  @Test
  void twoGroupsOfOneNameAreTold() {
    assertEquals(
        List.of("p.yaml:4:3: trust.groups[1]: there is another group of that name"),
        Policies.problems(
            "trust: {groups: [",
            "  {name: a, registries: [a.example]},",
            "  {name: a, registries: [b.example]}]}"));
  }

  @Test
  void everythingIsToldAtOnceInTheOrderOfTheFile() {
    assertEquals(
        List.of(
            "p.yaml:2:9: failOn must be info, low, medium, high or critical, not \"1\"",
            "p.yaml:3:1: unknown key \"setuidd\"; did you mean setuid?",
            "p.yaml:5:8: user must be a mapping, not a list",
            "p.yaml:7:12: images[0].match must be text: write \"12\" in quotes"),
        Policies.problems(
            "failOn: 1",
            "setuidd:",
            "  allow: []",
            "user: ".stripTrailing() + "  []",
            "images:",
            "  - match: 12"));
  }

  @Test
  void aPolicyNeedsItsVersion() {
    assertTrue(
        message("failOn: low").endsWith("p.yaml:1:1: the policy needs the key version"),
        message("failOn: low"));
  }

  @Test
  void anotherVersionIsRefused() {
    assertTrue(
        message("version: 2")
            .endsWith("p.yaml:1:10: version must be a number from 1 to 1, not \"2\""),
        message("version: 2"));
  }

  @Test
  void aListIsNoPolicy() {
    assertTrue(message("- a").endsWith("p.yaml:1:1: a policy must be a mapping, not a list"));
  }

  @Test
  void anUnusablePolicyIsATroubleOfConfiguration() {
    assertEquals(
        ProblemKind.CONFIGURATION,
        assertThrows(ScanException.class, () -> Policies.of("failOn: x")).kind());
  }

  @Test
  void namesFromTheFileAreEscaped() {
    assertEquals(
        List.of("p.yaml:2:1: unknown key \"a\\u001bb\""), Policies.problems("\"a\\eb\": 1"));
  }

  @Test
  void onlyTheFirstOfVeryManyErrorsAreTold() {
    String[] lines = new String[100];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "unknown" + i + ": " + HASH;
    }
    List<String> problems = Policies.problems(lines);
    assertEquals("and 80 more", problems.get(problems.size() - 1));
  }

  private static String message(String text) {
    return String.valueOf(
        assertThrows(
                ScanException.class,
                () -> PolicyLoader.ofFiles().parse("p.yaml", text.getBytes(StandardCharsets.UTF_8)))
            .getMessage());
  }
}
