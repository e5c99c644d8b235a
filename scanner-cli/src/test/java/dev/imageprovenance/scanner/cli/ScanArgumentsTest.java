package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.context.Cancellation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two readers understand command lines; they must never differ. */
class ScanArgumentsTest {
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
        "scan oci:dir:tag docker-archive:x.tar @file a=b"
      })
  void bothReadersUnderstandTheSame(String line) {
    List<String> arguments = List.of(line.split(" "));
    assertEquals(Optional.of(helpful(arguments)), PlainArguments.scan(arguments));
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
        "scan --fail-on=-x a"
      })
  void whatIsUnusualIsLeftToPicocli(String line) {
    assertEquals(Optional.empty(), PlainArguments.scan(List.of(line.split(" "))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan --output - a", "scan -o=- a", "scan -o- a"})
  void picocliTakesAHyphenForAFile(String line) {
    ScanArguments arguments = helpful(List.of(line.split(" ")));
    assertEquals(List.of("-"), arguments.all(ScanOption.OUTPUT));
  }

  @Test
  void picocliUnderstandsJoinedShortOptions() {
    assertEquals(List.of("json"), helpful(List.of("scan", "-qfjson", "a")).all(ScanOption.FORMAT));
  }

  private static ScanArguments helpful(List<String> arguments) {
    Terminal terminal = new FakeScan().terminal();
    Interruption interruption = new Interruption(new Cancellation());
    ScanCommand scan = new ScanCommand(terminal, ScanEngine::ofLibrary, interruption);
    return new HelpfulCommandLine(terminal, scan).scanArguments(arguments);
  }
}
