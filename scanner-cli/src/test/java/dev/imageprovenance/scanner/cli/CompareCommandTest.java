package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the options of a comparison mean, and how it ends. */
class CompareCommandTest {
  private static final String CANARY = "canary-password";

  private final FakeEngine fake = new FakeEngine();

  @Test
  void withoutOptionsTheDefaultsHold() {
    fake.run("compare", "docker-daemon:app:1", "app:1");
    assertEquals(CompareRequest.of("docker-daemon:app:1", "app:1"), request());
  }

  @Test
  void withoutRegistryTheDeployedSideIsAsked() {
    fake.run("compare", "docker-daemon:app:1");
    assertEquals(Optional.empty(), request().registry());
  }

  @ParameterizedTest
  @EnumSource(Rung.class)
  void requireNamesTheWeakestRungThatPasses(Rung rung) {
    fake.run("compare", "--require", rung.label(), "a", "b");
    assertEquals(rung, request().required());
  }

  @Test
  void failOnIsAboutDrift() {
    fake.run("compare", "--fail-on", "critical", "a");
    assertEquals(Severity.CRITICAL, request().failOn());
  }

  @Test
  void onePlatformCanBeCompared() {
    fake.run("compare", "--platform", "linux/arm64", "a", "b");
    assertEquals(Optional.of(Platform.of("linux", "arm64")), request().platform());
  }

  @Test
  void signaturesAreToldAndFailNothingUnlessAskedFor() {
    fake.run("compare", "a", "b");
    assertEquals(SignatureWish.TELL, request().signatures());
  }

  @Test
  void signaturesCanBeRequired() {
    fake.run("compare", "--require-signatures", "a", "b");
    assertEquals(SignatureWish.REQUIRE, request().signatures());
  }

  @Test
  void signaturesNeedNotBeLookedFor() {
    fake.run("compare", "--no-signatures", "a", "b");
    assertEquals(SignatureWish.SKIP, request().signatures());
  }

  @Test
  void rehashReadsAnEnginesLayersAgain() {
    fake.run("compare", "--rehash", "a");
    assertTrue(request().rehash());
  }

  @Test
  void ignoredPathsAreCollected() {
    fake.run("compare", "--ignore", "/a/**", "--ignore=/b", "a");
    assertEquals(Set.of("/a/**", "/b"), request().ignore());
  }

  @Test
  void registriesAreReachedAsInScans() {
    fake.stdin = "s3cret";
    fake.run("compare", "--username", "bob", "--password-stdin", "--plain-http", "a", "b");
    assertTrue(fake.settings.get(0).registry().plainHttp());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compare | neither DEPLOYED nor --pods is given",
        "compare a b c | Unmatched argument at index 3: 'c'",
        "compare --require equal a b | write identical, same-image, same-runtime, same-content",
        "compare --fail-on severe a b | write info, low, medium, high or critical",
        "compare --no-signatures --require-signatures a b | --no-signatures",
        "compare --ignore var a b | write a glob of absolute paths",
        "compare --platform linux a b | Not a platform: \"linux\"",
        "compare --all-platforms a b | Unknown option: '--all-platforms'",
        "compare -q -v a b | --quiet and --verbose exclude each other",
        "compare --requier identical a b | Did you mean --require?",
        "compare --fail-on severe a b | See scanner compare --help",
        "comapre a b | Did you mean scanner compare?",
      })
  void wrongUsageIsExplained(String line, String expected) {
    int code = fake.run(line.split(" "));
    assertTrue(code == 2 && fake.err.toString().contains(expected), code + " " + fake.err);
  }

  @Test
  void wrongUsageComparesNothing() {
    fake.run("compare", "--require", "equal", "a", "b");
    assertEquals(0, fake.comparisons.size());
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTICAL, 0",
    "SAME_IMAGE, 0",
    "SAME_RUNTIME, 1",
    "SAME_CONTENT, 1",
    "DIFFERENT, 1"
  })
  void theRungDecidesTheExitCode(Rung rung, int expected) {
    fake.comparing(request -> FakeComparison.of(request, rung));
    assertEquals(expected, fake.run("compare", "a", "b"));
  }

  @Test
  void whatCouldNotBeToldIsThree() {
    fake.comparing(request -> FakeComparison.of(request, Fact.unknown("nobody answered")));
    int code = fake.run("compare", "a", "b");
    assertTrue(code == 3 && fake.out.toString().startsWith("UNKNOWN  a ? b\n"), "" + fake.out);
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void aProblemHasTheExitCodeOfItsKind(ProblemKind kind) {
    fake.comparing(throwing(() -> new ScanException(kind, "it failed")));
    assertEquals(kind.exitCode(), fake.run("compare", "a", "b"));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void aProblemIsNeverDifferent(ProblemKind kind) {
    fake.comparing(throwing(() -> new ScanException(kind, "it failed")));
    fake.run("compare", "a", "b");
    assertFalse(fake.out.toString().contains("different"), fake.out.toString());
  }

  @Test
  void aProblemIsAReportToo() {
    fake.comparing(
        throwing(() -> new ScanException(ProblemKind.NOT_FOUND, "no such tag", "Push it.", null)));
    fake.run("compare", "--format", "json", "a", "b");
    ComparisonReportSchema.assertValid(fake.out.toString());
    assertEquals("scanner: comparing a with b: no such tag\n  Push it.\n", fake.err.toString());
  }

  @Test
  void anUnexpectedFaultIsNoVerdict() {
    fake.comparing(throwing(() -> new IllegalStateException("oops")));
    int code = fake.run("compare", "a", "b");
    assertTrue(code == 3 && fake.out.toString().contains("Please report it"), "" + fake.out);
  }

  @Test
  void memoryRunningOutIsNoVerdict() {
    fake.comparing(
        request -> {
          throw new OutOfMemoryError("Java heap space");
        });
    assertEquals(3, fake.run("compare", "a", "b"));
  }

  @Test
  void noPasswordIsInAStackTrace() {
    fake.stdin = CANARY;
    fake.comparing(throwing(() -> new IllegalStateException("bad " + CANARY)));
    fake.run("compare", "-v", "--username", "bob", "--password-stdin", "a", "b");
    assertFalse((fake.out + "" + fake.err).contains(CANARY), fake.out + "" + fake.err);
  }

  @Test
  void anInterruptedComparisonReportsNothing() {
    fake.comparing(
        request -> {
          fake.interruption.cancellation().cancel();
          throw new ScanException(ProblemKind.CANCELLED, "It was cancelled");
        });
    int code = fake.run("compare", "a", "b");
    assertTrue(code == 130 && fake.out.toString().isEmpty(), code + " " + fake.out);
  }

  @Test
  void anEngineThatDoesNotOpenIsNoVerdict() {
    fake.refusingToOpen();
    assertEquals(3, fake.run("compare", "a", "b"));
  }

  @Test
  void quietSaysNothingOfWhatPasses() {
    fake.run("compare", "-q", "a", "b");
    assertEquals("", fake.out + "" + fake.err);
  }

  @Test
  void aReportCanGoToAFileAndToStandardOutput(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report.json");
    fake.run("compare", "--format", "text", "--format", "json=" + file, "a", "b");
    ComparisonReportSchema.assertValid(Files.readString(file));
    assertTrue(fake.out.toString().startsWith("PASS  identical  a = b\n"), fake.out.toString());
  }

  private CompareRequest request() {
    return fake.comparisons.get(0);
  }

  private static Function<CompareRequest, Comparison> throwing(
      Supplier<RuntimeException> exception) {
    return request -> {
      throw exception.get();
    };
  }
}
