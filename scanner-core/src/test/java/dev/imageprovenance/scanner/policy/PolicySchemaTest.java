package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.PolicySyntax;
import dev.imageprovenance.scanner.policy.syntax.SyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader agree. */
final class PolicySchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HASH =
      "0000000000000000000000000000000000000000000000000000000000000000";

  /** A key that nobody has the private half of. */
  private static final String SIGNERS =
      "signers: [{name: a, pem: '-----BEGIN PUBLIC KEY-----"
          + " MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
          + " -----END PUBLIC KEY-----', purposes: [image, provenance, vsa], ids: [v],"
          + " repositories: ['**']}]";

  /** Whether the schema accepts the policy, as an editor reads it. */
  static boolean accepts(byte[] yaml) throws SyntaxException {
    JsonNode document = json(PolicySyntax.parse("p.yaml", yaml));
    return new ValidatorFactory().validate(PolicySchema.text(), document.toString()).isValid();
  }

  private static JsonNode json(Node node) {
    if (node instanceof Node.Items list) {
      ArrayNode array = MAPPER.createArrayNode();
      list.items().forEach(item -> array.add(json(item)));
      return array;
    }
    if (node instanceof Node.Members mapping) {
      ObjectNode object = MAPPER.createObjectNode();
      mapping.members().forEach(member -> object.set(member.name(), json(member.value())));
      return object;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    if (!scalar.quoted() && (scalar.value().equals("true") || scalar.value().equals("false"))) {
      return MAPPER.getNodeFactory().booleanNode(scalar.value().equals("true"));
    }
    boolean isNumber = !scalar.quoted() && scalar.value().matches("[0-9]{1,9}");
    return isNumber
        ? MAPPER.getNodeFactory().numberNode(Integer.parseInt(scalar.value()))
        : TextNode.valueOf(scalar.value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failOn: low",
        "profile: cis",
        "extends: org.yaml",
        "severity: {setuid-files: high, setuid-files/SCRIPT: ignore}",
        "allowUnknown: [accounts, trust]",
        "user: {require: non-root}",
        "setuid: {allow: [{path: /su, mode: '4755', owner: root}, {path: /x, owner: 0}]}",
        "capabilities: {allow: [{path: /ping, capabilities: [cap_net_raw, NET_ADMIN]}]}",
        "trust: {groups: [{name: a, registries: [a.example], digests: ['blake3:abc']}]}",
        "images: [{match: 'a/**', failOn: low, user: {require: any}}]",
        "setuid: {onlyFromBase: true}",
        "setuid: {allow: [], onlyFromBase: false}",
        "base: {maxAgeDays: 30}",
        "base: {groups: [{name: a, references: ['docker.io/library/debian:12']}], maxAgeDays: 1}",
        "images: [{match: a, base: {maxAgeDays: 30}, setuid: {onlyFromBase: true}}]",
        "severity: {base-image/CONTRADICTED: critical}",
        "waivers: [{id: W, check: base-image, reason: r, expires: 2026-08-01}]",
        "waivers: [{id: W, check: accounts, code: EXTRA_ROOT, reason: r, expires: 2026-08-01}]",
        "maxWaiverDays: 30",
        "waivable: [setuid-files]",
        "controls: {integrity: C-1}",
        "signatures: {mappings: [{foundAt: m.example/hub, signedAs: docker.io/library}], "
            + SIGNERS
            + ", require: {signers: [a, [a]], builder: [x], source: ['y/**'], vsa: {levels: [L],"
            + " resourceUris: [r], maxAgeDays: 3, policyDigests: ["
            + HASH
            + "]}}}",
        "images: [{match: a, signatures: {require: {vsa: {}}}}]\nsignatures: {" + SIGNERS + "}",
      })
  void whatTheReaderAcceptsTheSchemaAccepts(String clause) throws SyntaxException {
    Policies.of(clause.startsWith("extends") ? "# " + clause : clause);
    assertTrue(accepts(Policies.bytes(clause)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failon: low",
        "failOn: severe",
        "failOn: [low]",
        "extends: {url: 'https://a.example/p'}",
        "extends: {file: a, url: b}",
        "severity: {setuid: low}",
        "severity: {setuid-files: none}",
        "allowUnknown: [integrity]",
        "user: {}",
        "user: {require: root}",
        "setuid: {allow: [{path: su}]}",
        "setuid: {allow: [{path: /su, mode: 4755}]}",
        "setuid: {allow: [{path: /su, sha256: abc}]}",
        "setuid: {}",
        "setuid: {onlyFromBase: 'true'}",
        "setuid: {onlyFromBase: 1}",
        "base: {}",
        "base: {groups: []}",
        "base: {groups: [{name: a}]}",
        "base: {maxAgeDays: 0}",
        "base: {maxAgeDays: '30'}",
        "capabilities: {allow: [{path: /p}]}",
        "trust: {groups: []}",
        "trust: {groups: [{name: a}]}",
        "images: [{failOn: low}]",
        "images: [{match: a, waivers: []}]",
        "waivers: [{id: W, check: integrity, reason: r, expires: 2026-08-01}]",
        "waivers: [{id: W, check: accounts, reason: '', expires: 2026-08-01}]",
        "waivers: [{id: W, check: accounts, reason: r}]",
        "maxWaiverDays: 0",
        "signatures: []",
        "signatures: {require: {}}",
        "signatures: {" + SIGNERS + ", require: {signers: [[]]}}",
        "signatures: {" + SIGNERS + ", require: {vsa: {maxAgeDays: 0}}}",
        "signatures: {" + SIGNERS + ", require: {vsa: {policyDigests: [abc]}}}",
        "signatures: {signers: [{name: a, purposes: [image], repositories: ['**']}]}",
        "signatures: {signers: [{name: a, key: a, pem: b, purposes: [image], repositories: [r]}]}",
        "signatures: {signers: [{name: a, pem: b, issuer: c, purposes: [image], repositories:"
            + " [r]}]}",
        "signatures: {signers: [{name: a, identity: b, purposes: [image], repositories: [r]}]}",
        "signatures: {signers: [{name: a, pem: b, purposes: [images], repositories: [r]}]}",
        "signatures: {signers: [{name: a, pem: b, purposes: [image]}]}",
        "signatures: {mappings: [{foundAt: a}]}",
        "images: [{match: a, signatures: {signers: []}}]",
      })
  void whatTheSchemaRefusesTheReaderRefuses(String clause) throws SyntaxException {
    assertFalse(accepts(Policies.bytes(clause)));
    assertFalse(Policies.problems(clause).isEmpty());
  }

  static List<CheckId> checks() {
    return List.copyOf(KnownChecks.all().keySet());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void theSchemaKnowsEveryCheck(CheckId check) throws SyntaxException {
    assertTrue(accepts(Policies.bytes("controls: {" + check + ": C-1}")));
  }

  @Test
  void theSchemaKnowsNoOtherCheck() throws SyntaxException {
    assertFalse(accepts(Policies.bytes("controls: {nothing: C-1}")));
  }

  static List<String> profiles() {
    return Policy.profiles();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyProfileMatchesTheSchema(String name) throws SyntaxException {
    assertTrue(accepts(Profiles.content(name)));
  }
}
