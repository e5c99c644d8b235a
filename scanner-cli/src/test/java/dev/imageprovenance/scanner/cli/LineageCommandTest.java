package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.LineageRequest;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the options of a lineage mean, and how it ends. */
class LineageCommandTest {
  private final FakeEngine fake = new FakeEngine();

  private LineageRequest request() {
    return fake.lineageRequests.get(0);
  }

  @Test
  void withoutOptionsTheDefaultsHold() {
    fake.run("lineage", "app:1");
    assertEquals(LineageRequest.of("app:1"), request());
  }

  @Test
  void severalBasesCanBeNamed() {
    fake.run("lineage", "--base", "debian:12", "--base=debian:13", "app:1");
    assertEquals(List.of("debian:12", "debian:13"), request().question().bases());
  }

  @Test
  void approvedBasesAreAFileOrARepository() {
    fake.run("lineage", "--bases", "registry.example/bases", "app:1");
    assertEquals(Optional.of("registry.example/bases"), request().question().approved());
  }

  @Test
  void declaredReadsNoLayer() {
    fake.run("lineage", "--declared", "app:1");
    assertTrue(!request().readLayers());
  }

  @Test
  void strangersNeedNotBeAsked() {
    fake.run("lineage", "--no-follow", "app:1");
    assertTrue(!request().question().followClaims());
  }

  @Test
  void tagsCanBeAskedForSooner() {
    fake.run("lineage", "--tags-max-age", "10m", "app:1");
    assertEquals(Duration.ofMinutes(10), request().question().tagsMaxAge());
  }

  @Test
  void onePlatformCanBeTold() {
    fake.run("lineage", "--platform", "linux/arm64", "app:1");
    assertEquals(
        new PlatformSelection.One(Platform.of("linux", "arm64"), true), request().platforms());
  }

  @Test
  void allPlatformsCanBeTold() {
    fake.run("lineage", "--all-platforms", "app:1");
    assertEquals(new PlatformSelection.All(), request().platforms());
  }

  @Test
  void severalImagesAreToldOneAfterAnother() {
    fake.run("lineage", "a", "b");
    assertEquals(
        List.of("a", "b"), fake.lineageRequests.stream().map(LineageRequest::address).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lineage | Missing required parameter",
        "lineage --platform linux/arm64 --all-platforms a | exclude each other",
        "lineage --tags-max-age soon a | --tags-max-age soon: write a duration",
        "lineage --bse debian:12 a | Did you mean --base?",
        "lineage --rehash a | See scanner lineage --help",
        "linage a | Did you mean scanner lineage?",
      })
  void wrongUsageIsExplained(String line, String expected) {
    int code = fake.run(line.split(" "));
    assertTrue(code == 2 && fake.err.toString().contains(expected), code + " " + fake.err);
  }

  @ParameterizedTest
  @CsvSource({
    "PROVEN, 0",
    "DECLARED, 0",
    "SCRATCH, 0",
    "NONE, 0",
    "FLATTENED, 3",
    "UNPROVEN, 3",
    "UNKNOWN, 3",
    "CONTRADICTED, 1",
    "OTHER_BASE, 1",
    "BROKEN, 4"
  })
  void theStateDecidesTheExitCode(LineageState state, int expected) {
    fake.tracing(request -> List.of(FakeLineage.of(request, state)));
    assertEquals(expected, fake.run("lineage", "a"));
  }

  @Test
  void theGravestOfSeveralCounts() {
    fake.tracing(
        request ->
            List.of(
                FakeLineage.of(
                    request,
                    request.address().equals("a")
                        ? LineageState.UNKNOWN
                        : LineageState.CONTRADICTED)));
    assertEquals(1, fake.run("lineage", "a", "b"));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void aProblemHasTheExitCodeOfItsKind(ProblemKind kind) {
    fake.tracing(
        request -> {
          throw new ScanException(kind, "it failed");
        });
    assertEquals(kind.exitCode(), fake.run("lineage", "a"));
  }

  @Test
  void aProblemIsAReportToo() {
    fake.tracing(
        request -> {
          throw new ScanException(ProblemKind.NOT_FOUND, "no such tag", "Push it.", null);
        });
    fake.run("lineage", "--format", "json", "app:1");
    LineageReportSchema.assertValid(fake.out.toString());
    assertEquals("scanner: app:1: no such tag\n  Push it.\n", fake.err.toString());
  }

  @Test
  void quietSaysNothingOfWhatPasses() {
    fake.run("lineage", "-q", "a");
    assertEquals("", fake.out.toString());
  }
}
