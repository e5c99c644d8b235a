package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ScanReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a scan ends. */
class ExitCodeTest {
  private static final String CANARY = "canary-password";

  private final FakeEngine fake = new FakeEngine();

  @ParameterizedTest
  @CsvSource({"PASS, 0", "FAIL, 1", "UNKNOWN, 3"})
  void theVerdictIsTheExitCode(Verdict verdict, int expected) {
    assertEquals(expected, fake.answering(verdict).run("scan", "app:1"));
  }

  @Test
  void brokenIntegrityIsFour() {
    fake.answering(request -> FakeEngine.report(request, CheckId.INTEGRITY, Verdict.FAIL));
    assertEquals(4, fake.run("scan", "app:1"));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void aProblemHasTheExitCodeOfItsKind(ProblemKind kind) {
    fake.answering(throwing(() -> new ScanException(kind, "it failed")));
    assertEquals(kind.exitCode(), fake.run("scan", "app:1"));
  }

  @Test
  void theGravestOfSeveralImagesCounts() {
    fake.answering(
        request ->
            switch (request.address()) {
              case "unknown" -> FakeEngine.report(request, Verdict.UNKNOWN);
              case "failed" -> FakeEngine.report(request, Verdict.FAIL);
              default -> FakeEngine.report(request, Verdict.PASS);
            });
    assertEquals(1, fake.run("scan", "unknown", "failed", "passed"));
  }

  @Test
  void aProblemOfOneImageDoesNotKeepTheOthersFromBeingScanned() {
    fake.answering(
        request -> {
          if (request.address().equals("a")) {
            throw new ScanException(ProblemKind.UNREACHABLE, "nobody answers");
          }
          return FakeEngine.report(request, Verdict.PASS);
        });
    fake.run("scan", "a", "b");
    assertTrue(
        fake.out.toString().endsWith("2 images: 1 passed, 1 unknown\n"), fake.out.toString());
  }

  @Test
  void anUnexpectedFaultAsksForAReport() {
    fake.answering(throwing(() -> new IllegalStateException("oops")));
    int code = fake.run("scan", "app:1");
    assertTrue(code == 3 && fake.out.toString().contains("Please report it"), "" + fake.out);
  }

  @Test
  void anUnexpectedFaultShowsNoStackTrace() {
    fake.answering(throwing(() -> new IllegalStateException("oops")));
    fake.run("scan", "app:1");
    assertFalse((fake.out + "" + fake.err).contains("\tat "), "" + fake.err);
  }

  @Test
  void verboseShowsTheStackTrace() {
    fake.answering(throwing(() -> new IllegalStateException("oops")));
    fake.run("scan", "-v", "app:1");
    assertTrue(fake.err.toString().contains("\tat "), fake.err.toString());
  }

  @Test
  void noPasswordIsInAStackTrace() {
    fake.stdin = CANARY;
    fake.answering(throwing(() -> new IllegalStateException("bad " + CANARY)));
    fake.run("scan", "-v", "--username", "bob", "--password-stdin", "app:1");
    assertFalse((fake.out + "" + fake.err).contains(CANARY), fake.out + "" + fake.err);
  }

  @Test
  void memoryRunningOutIsNoVerdict() {
    fake.answering(
        request -> {
          throw new OutOfMemoryError("Java heap space");
        });
    int code = fake.run("scan", "app:1");
    assertTrue(code == 3 && fake.out.toString().contains("out of memory"), "" + fake.out);
  }

  @Test
  void aStackOverflowIsNoVerdict() {
    fake.answering(
        request -> {
          throw new StackOverflowError();
        });
    assertEquals(3, fake.run("scan", "app:1"));
  }

  @Test
  void aProblemIsToldOnStandardErrorWhenTheReportIsJson() {
    fake.answering(
        throwing(() -> new ScanException(ProblemKind.NOT_FOUND, "no such tag", "Push it.", null)));
    fake.run("scan", "--format", "json", "app:1");
    ScanReportSchema.assertValid(fake.out.toString());
    assertEquals("scanner: app:1: no such tag\n  Push it.\n", fake.err.toString());
  }

  @Test
  void anInterruptedScanReportsNothing() {
    fake.answering(
        request -> {
          fake.interruption.cancellation().cancel();
          throw new ScanException(ProblemKind.CANCELLED, "The scan was cancelled");
        });
    int code = fake.run("scan", "app:1", "app:2");
    assertTrue(code == 130 && fake.out.toString().isEmpty(), code + " " + fake.out);
  }

  @Test
  void aClosedPipeIsSilent() {
    fake.stdout = failing("Broken pipe");
    fake.answering(Verdict.FAIL);
    int code = fake.run("scan", "app:1");
    assertTrue(code == 1 && fake.err.toString().isEmpty(), code + " " + fake.err);
  }

  @Test
  void aStandardErrorThatIsClosedChangesNoVerdict() {
    fake.stderr = failing("Broken pipe");
    fake.answering(throwing(() -> new ScanException(ProblemKind.NOT_FOUND, "no such tag")));
    assertEquals(3, fake.run("scan", "-v", "--format", "json", "app:1"));
  }

  @Test
  void anEngineThatDoesNotOpenIsNoVerdict() {
    fake.refusingToOpen();
    assertEquals(3, fake.run("scan", "app:1"));
  }

  @Test
  void aFullDiskIsTold() {
    fake.stdout = failing("No space left on device");
    int code = fake.run("scan", "app:1");
    assertTrue(code == 2 && fake.err.toString().contains("No space left"), code + " " + fake.err);
  }

  @Test
  void aReportThatCannotBeWrittenDoesNotHideAFailure(@TempDir Path directory) throws IOException {
    Path doomed = Files.createDirectory(directory.resolve("doomed"));
    fake.answering(
        request -> {
          delete(doomed);
          return FakeEngine.report(request, Verdict.FAIL);
        });
    int code = fake.run("scan", "-o", doomed.resolve("r.json").toString(), "app:1");
    assertTrue(code == 1 && fake.err.toString().contains("Cannot write"), code + " " + fake.err);
  }

  @ParameterizedTest
  @CsvSource({"0, 100", "1, 101", "4, 104", "130, 130", "70, 70"})
  void theLauncherSeesVerdictsMarked(int code, int expected) {
    assertEquals(expected, ExitCode.ofProcess(code, true));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3", "4", "130"})
  void withoutLauncherCodesArePlain(int code) {
    assertEquals(code, ExitCode.ofProcess(code, false));
  }

  private static Function<ScanRequest, ScanReport> throwing(Supplier<RuntimeException> exception) {
    return request -> {
      throw exception.get();
    };
  }

  private static void delete(Path directory) {
    try {
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Writer failing(String message) {
    return new Writer() {
      @Override
      public void write(char[] text, int offset, int length) throws IOException {
        throw new IOException(message);
      }

      @Override
      public void flush() throws IOException {
        throw new IOException(message);
      }

      @Override
      public void close() {}
    };
  }
}
