package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two readers understand command lines; they must never differ. */
class ArgumentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan a",
        "scan a b c",
        "scan --fail-on low a",
        "scan --fail-on=low a",
        "scan a --fail-on low",
        "scan -q a",
        "scan a -v b",
        "scan -f json a",
        "scan --format text --format json=x.json a",
        "scan -o x.json -f json a",
        "scan --output json=x.json --output text=y a",
        "scan --checks accounts,default-user --checks integrity a",
        "scan --allow-setuid /usr/bin/su --allow-setuid=/bin/x=y a",
        "scan --allow-capability /usr/bin/ping=cap_net_raw a",
        "scan --allow-capability=/usr/bin/ping=cap_net_raw a",
        "scan --username bob --password-stdin a",
        "scan --platform linux/arm64/v8 --history a",
        "scan --all-platforms --no-cache --no-progress --plain-http a",
        "scan --cache-dir /x --cache-size 1GiB --timeout 2m a",
        "scan --ca-file c --client-cert d --client-key e a",
        "scan --color always a",
        "scan oci:dir:tag docker-archive:x.tar @file a=b",
        "compare a",
        "compare a b",
        "compare --require identical a b",
        "compare a --fail-on=low b",
        "compare --platform linux/arm64 --rehash a b",
        "compare --ignore /a/** --ignore=/b a",
        "compare -q -f json --no-cache --plain-http a b"
      })
  void bothReadersUnderstandTheSame(String line) {
    List<String> arguments = List.of(line.split(" "));
    Optional<PlainArguments.Understood> plain = PlainArguments.of(arguments);
    assertEquals(Optional.of(helpful(arguments)), plain.map(PlainArguments.Understood::arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "checks",
        "--version",
        "scan",
        "scan --help",
        "scan -h a",
        "scan a --help",
        "scan -qv a",
        "scan -fjson a",
        "scan -f=json a",
        "scan --bogus a",
        "scan --no-cache=true a",
        "scan --fail-on low --fail-on high a",
        "scan -q -q a",
        "scan --fail-on",
        "scan --fail-on --history a",
        "scan --output - a",
        "scan -- -a",
        "scan --fail-on= a",
        "scan --fail-on=-x a",
        "scan --require identical a",
        "compare",
        "compare a b c",
        "compare --history a b"
      })
  void whatIsUnusualIsLeftToPicocli(String line) {
    assertEquals(Optional.empty(), PlainArguments.of(List.of(line.split(" "))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan --output - a", "scan -o=- a", "scan -o- a"})
  void picocliTakesAHyphenForAFile(String line) {
    Arguments arguments = helpful(List.of(line.split(" ")));
    assertEquals(List.of("-"), arguments.all(CommandOption.OUTPUT));
  }

  @Test
  void picocliUnderstandsJoinedShortOptions() {
    assertEquals(
        List.of("json"), helpful(List.of("scan", "-qfjson", "a")).all(CommandOption.FORMAT));
  }

  private static Arguments helpful(List<String> words) {
    return new HelpfulCommandLine(new FakeEngine().terminal(), (subcommand, arguments) -> 0)
        .arguments(Subcommand.named(words.get(0)).orElseThrow(), words);
  }
}
