package dev.imageprovenance.scanner.policy.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.imageprovenance.scanner.policy.syntax.Node.Items;
import dev.imageprovenance.scanner.policy.syntax.Node.Members;
import dev.imageprovenance.scanner.policy.syntax.Node.Scalar;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicySyntaxTest {
  private static Node parse(String name, String text) throws SyntaxException {
    return PolicySyntax.parse(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String problem(String name, byte[] content) {
    return assertThrows(SyntaxException.class, () -> PolicySyntax.parse(name, content))
        .problem()
        .toString();
  }

  private static String problem(String name, String text) {
    return problem(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A tree in one line, with the place of every part. */
  private static String show(Node node) {
    String place = "@" + node.location().line() + ":" + node.location().column();
    if (node instanceof Scalar scalar) {
      return (scalar.quoted() ? "'" + scalar.value() + "'" : scalar.value()) + place;
    }
    StringBuilder out = new StringBuilder();
    if (node instanceof Items list) {
      list.items().forEach(item -> out.append(show(item)).append(' '));
      return "[" + out.toString().strip() + "]" + place;
    }
    ((Members) node)
        .members()
        .forEach(
            member ->
                out.append(member.name())
                    .append('@')
                    .append(member.location().line())
                    .append(':')
                    .append(member.location().column())
                    .append('=')
                    .append(show(member.value()))
                    .append(' '));
    return "{" + out.toString().strip() + "}" + place;
  }

  @Test
  void everyPartOfYamlKnowsItsPlace() throws SyntaxException {
    assertEquals(
        "{a@1:1=1@1:4 b@2:1=['x'@3:5 y@4:5]@3:3}@1:1",
        show(parse("p.yaml", "a: 1\nb:\n  - 'x'\n  - y # comment\n")));
  }

  @Test
  void everyPartOfJsonKnowsItsPlace() throws SyntaxException {
    assertEquals(
        "{a@2:2=1@2:7 b@2:10=['x'@3:2 true@3:7]@2:15}@1:1",
        show(parse("p.json", "{\n \"a\": 1, \"b\": [\n \"x\", true]}")));
  }

  @Test
  void jsonIsYamlToo() throws SyntaxException {
    assertEquals("{a@1:2=['x'@1:8]@1:7}@1:1", show(parse("p.yaml", "{\"a\": [\"x\"]}")));
  }

  @Test
  void aRepeatedKeyIsKeptForTheReader() throws SyntaxException {
    assertEquals("{a@1:1=1@1:4 a@2:1=2@2:4}@1:1", show(parse("p.yaml", "a: 1\na: 2\n")));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstKey() throws SyntaxException {
    assertEquals("{a@1:1=1@1:4}@1:1", show(parse("p.yaml", "\ufeffa: 1\n")));
  }

  @Test
  void windowsLineEndsCountOnce() throws SyntaxException {
    assertEquals("{a@1:1=1@1:4 b@2:1=2@2:4}@1:1", show(parse("p.yaml", "a: 1\r\nb: 2\r\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: &x 1|p.yaml:1:4: write it out: anchors are not supported (x)",
        "a: *x|p.yaml:1:4: write it out: aliases are not supported (x)",
        "a: !!python/object x|p.yaml:1:4: tags are not supported (tag:yaml.org,2002:python/object)",
        "a: !!map {}|p.yaml:1:4: tags are not supported (tag:yaml.org,2002:map)",
        "? [a]|p.yaml:1:3: a name must be a single word",
        "a: [1|p.yaml:1:6: while parsing a flow sequence: expected ',' or ']', but got <stream end>",
        "a: b: c|p.yaml:1:5: mapping values are not allowed here",
      })
  void yamlThatIsRefusedSaysWhere(String text, String expected) {
    assertEquals(expected, problem("p.yaml", text));
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertEquals(
        "p.yaml:2:1: a policy is one document, and here begins a second one",
        problem("p.yaml", "a: 1\n---\nb: 1\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p.yaml", "p.json"})
  void anEmptyFileIsNoPolicy(String name) {
    assertEquals(name + ":1:1: the file is empty", problem(name, ""));
  }

  @Test
  void deepNestingIsRefusedWhereItBegins() {
    assertEquals(
        "p.yaml:1:17: this is nested more than 16 deep", problem("p.yaml", "[".repeat(5000)));
  }

  @Test
  void deepNestingOfJsonIsRefused() {
    assertEquals(
        "p.json:1:17: this is nested more than 16 deep", problem("p.json", "[".repeat(5000)));
  }

  @Test
  void manyValuesAreRefused() {
    assertEquals(
        "the file has more than 50000 values",
        problem("p.yaml", "[" + "1,".repeat(60_000) + "1]").split(": ")[1]);
  }

  @Test
  void aLongFileIsRefused() {
    assertEquals(
        "p.yaml:1:1: the file is longer than 1048576 bytes",
        problem("p.yaml", new byte[(1 << 20) + 1]));
  }

  @Test
  void anAliasBombIsRefusedAtOnce() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(8) + "x]\n");
    }
    assertTimeout(
        Duration.ofSeconds(5),
        () ->
            assertEquals(
                "p.yaml:1:5: write it out: anchors are not supported (a0)",
                problem("p.yaml", bomb.toString())));
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWhereTheyStand() {
    byte[] content = "a: 1\nb: x?y\n".getBytes(StandardCharsets.UTF_8);
    content[9] = (byte) 0xff;
    assertEquals("p.yaml:2:5: this is no UTF-8", problem("p.yaml", content));
  }

  @Test
  void aControlCharacterIsRefusedWhereItStands() {
    assertEquals(
        "p.yaml:2:4: the character U+0007 cannot stand in YAML",
        problem("p.yaml", "a: 1\nb: \u0007\n"));
  }

  @Test
  void brokenJsonSaysWhere() {
    assertEquals("p.json:2:5", problem("p.json", "{\n\"a\" 1}").split(": ")[0]);
  }

  @Test
  void textBehindJsonIsRefused() {
    assertEquals(
        "p.json:1:4: a policy is one value, and here begins a second one",
        problem("p.json", "{} {}"));
  }
}
