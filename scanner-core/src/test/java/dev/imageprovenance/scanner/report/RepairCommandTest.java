package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairCommandTest {
  private static Comparison.Side side(String address, SourceKind kind) {
    return new Comparison.Side(
        address, kind, "", Optional.empty(), new ImageIdentity(List.of(), Optional.empty()));
  }

  private static String command(String deployed, SourceKind kind, boolean pruned) {
    PlatformDifference lost =
        new PlatformDifference(
            Platform.of("linux", "arm64"),
            PlatformDifference.Kind.PRUNED,
            SampleReports.digest('a'));
    return String.join(
        " ",
        RepairCommand.of(
            new Comparison(
                SampleReports.NOW,
                side(deployed, kind),
                side("registry.example/app:1", SourceKind.REGISTRY),
                Rung.SAME_IMAGE,
                Severity.HIGH,
                Fact.known(Rung.SAME_IMAGE),
                Assurance.PROVED,
                "",
                List.of(),
                pruned ? List.of(lost) : List.of(),
                List.of(),
                Optional.empty(),
                SignatureComparison.notCompared(false, ""),
                Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "staging.example/app:2, REGISTRY, docker://staging.example/app:2",
        "docker://staging.example/app:2, REGISTRY, docker://staging.example/app:2",
        "./copy, OCI_LAYOUT, oci:./copy",
        "oci:a copy, OCI_LAYOUT, 'oci:a copy'",
        "oci:it's, OCI_LAYOUT, 'oci:it'\\''s'",
      })
  void copiesTheRegistrysIndexOverTheDeployedOne(
      String deployed, SourceKind kind, String destination) {
    assertEquals(
        "skopeo copy --all --preserve-digests docker://registry.example/app:1 " + destination,
        command(deployed, kind, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:5000/app", "localhost/app", "127.0.0.1:5000/app", "[::1]/app"})
  void speaksPlainHttpToThisMachine(String deployed) {
    String command = command(deployed, SourceKind.REGISTRY, true);
    assertTrue(command.contains(" --dest-tls-verify=false "), command);
  }

  @Test
  void writesUnderATagWhereADigestWasNamed() {
    assertEquals(
        "skopeo copy --all --preserve-digests docker://registry.example/app:1"
            + " docker://staging.example/app:TAG",
        command("staging.example/app@" + SampleReports.digest('b'), SourceKind.REGISTRY, true));
  }

  @Test
  void nothingIsRepairedWhereNothingIsLost() {
    assertEquals("", command("staging.example/app:2", SourceKind.REGISTRY, false));
  }

  @Test
  void engineHasNoIndexToRepair() {
    assertEquals("", command("docker-daemon:app:1", SourceKind.DOCKER_DAEMON, true));
  }
}
