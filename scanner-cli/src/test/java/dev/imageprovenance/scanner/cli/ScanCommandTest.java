package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options mean. */
class ScanCommandTest {
  private final FakeEngine fake = new FakeEngine();

  @Test
  void anImageIsKnownByTheNameThatItWillHave() {
    fake.run("scan", "--known-as", "registry.example/app:1", "./app.tar");
    assertEquals(
        Optional.of("registry.example/app:1"), fake.request().knownAs().map(Object::toString));
  }

  @Test
  void severalImagesHaveNoCommonName() {
    assertEquals(2, fake.run("scan", "--known-as", "app:1", "./one.tar", "./two.tar"));
  }

  @Test
  void withoutOptionsTheDefaultsHold() {
    fake.run("scan", "app:1");
    assertEquals(dev.imageprovenance.scanner.ScanRequest.of("app:1"), fake.request());
  }

  @Test
  void failOnSetsTheLeastSeverityThatFails() {
    fake.run("scan", "--fail-on", "LOW", "app:1");
    assertEquals(Severity.LOW, fake.request().policy().general().failOn());
  }

  @Test
  void platformAsksForOnePlatform() {
    fake.run("scan", "--platform", "linux/arm64", "app:1");
    assertEquals(
        new PlatformSelection.One(Platform.of("linux", "arm64"), true), fake.request().platforms());
  }

  @Test
  void allPlatformsAsksForAll() {
    fake.run("scan", "--all-platforms", "app:1");
    assertEquals(new PlatformSelection.All(), fake.request().platforms());
  }

  @Test
  void checksAreNamedWithCommas() {
    fake.run("scan", "--checks", "accounts,setuid-files", "app:1");
    assertEquals(Set.of(CheckId.ACCOUNTS, CheckId.SETUID_FILES), fake.request().checks());
  }

  @Test
  void allowedCapabilitiesAreNormalised() {
    fake.run("scan", "--allow-capability", "/usr/bin/ping=NET_RAW,cap_setuid", "app:1");
    assertEquals(
        Policy.defaults()
            .allowCapability("/usr/bin/ping", "cap_net_raw")
            .allowCapability("/usr/bin/ping", "cap_setuid"),
        fake.request().policy());
  }

  @Test
  void historyAsksForHiddenFiles() {
    fake.run("scan", "--history", "app:1");
    assertTrue(fake.request().history());
  }

  @Test
  void everyImageIsScannedInOrder() {
    fake.run("scan", "a", "b");
    assertEquals("b", fake.requests.get(1).address());
  }

  @Test
  void thePasswordIsReadFromStandardInput() {
    fake.stdin = "s3cret\r\n";
    fake.run("scan", "--username", "bob", "--password-stdin", "app:1");
    assertEquals(
        Optional.of(new Credentials("bob", "s3cret")),
        fake.settings.get(0).registry().credentials());
  }

  @Test
  void onlyOneLineEndOfThePasswordIsDropped() {
    fake.stdin = "s3cret\n\n";
    fake.run("scan", "--username", "bob", "--password-stdin", "app:1");
    assertEquals(
        "s3cret\n", fake.settings.get(0).registry().credentials().orElseThrow().password());
  }

  @Test
  void aTimeoutBoundsEveryWait() {
    fake.run("scan", "--timeout", "500ms", "app:1");
    assertEquals(Duration.ofMillis(500), fake.settings.get(0).registry().connectTimeout());
  }

  @Test
  void theCacheIsInTheUsersCacheDirectory() {
    fake.environment.put("HOME", "/home/bob");
    fake.run("scan", "app:1");
    assertEquals(
        Optional.of(
            new Engine.Cache(Path.of("/home/bob/.cache/image-provenance-scanner"), 1L << 30)),
        fake.settings.get(0).cache());
  }

  @Test
  void xdgCacheHomeComesBeforeHome() {
    fake.environment.put("HOME", "/home/bob");
    fake.environment.put("XDG_CACHE_HOME", "/var/cache/bob");
    fake.run("scan", "app:1");
    assertEquals(
        Path.of("/var/cache/bob/image-provenance-scanner"),
        fake.settings.get(0).cache().orElseThrow().directory());
  }

  @Test
  void aRelativeXdgCacheHomeIsIgnored() {
    fake.environment.put("XDG_CACHE_HOME", "cache");
    fake.run("scan", "app:1");
    assertEquals(Optional.empty(), fake.settings.get(0).cache());
  }

  @Test
  void noCacheKeepsNothing() {
    fake.environment.put("HOME", "/home/bob");
    fake.run("scan", "--no-cache", "app:1");
    assertEquals(Optional.empty(), fake.settings.get(0).cache());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scan | Missing required parameter: 'IMAGE'",
        "scan --bogus a | Unknown option: '--bogus'",
        "scan --fail-on severe a | write info, low, medium, high or critical",
        "scan --checks nonsense a | the checks are integrity, ambiguous-layer, default-user",
        "scan --allow-unknown integrity a | --allow-unknown integrity is not possible",
        "scan --allow-unknown x a | there is no check \"x\"",
        "scan --allow-setuid su a | write the absolute path inside the image",
        "scan --allow-capability /bin/ping a | write PATH=CAP",
        "scan --platform linux a | Not a platform: \"linux\"",
        "scan --platform linux/amd64 --all-platforms a"
            + " | --platform and --all-platforms exclude each other",
        "scan --username bob a | --username needs --password-stdin",
        "scan --password-stdin a | --password-stdin needs --username",
        "scan --username bob --password-stdin a | standard input held no password",
        "scan --client-cert x a | --client-cert needs --client-key",
        "scan --no-cache --cache-dir x a | --no-cache and --cache-dir exclude each other",
        "scan --cache-size big a | --cache-size big: write a size such as 500MB or 1GiB",
        "scan --timeout 0 a | --timeout 0: write a duration such as",
        "scan -q -v a | --quiet and --verbose exclude each other",
        "scan --color red a | write auto, always or never",
        "scan --format xml a | there is no format \"xml\"; the formats are text, json",
        "scan --format text --format json a | two reports would go to standard output",
        "scan --source /etc/Dockerfile a | --source /etc/Dockerfile: \"/etc/Dockerfile\" is no path",
        "scan --output /no/such/dir/x a | there is no directory /no/such/dir",
        "app:1 | To scan an image: scanner scan app:1",
        "bogus | See scanner --help",
      })
  void wrongUsageIsExplained(String line, String expected) {
    int code = fake.run(line.split(" "));
    assertTrue(code == 2 && fake.err.toString().contains(expected), code + " " + fake.err);
  }

  @Test
  void wrongUsageScansNothing() {
    fake.run("scan", "--fail-on", "severe", "app:1");
    assertEquals(0, fake.requests.size());
  }

  @Test
  void wrongUsagePrintsNothingOnStandardOutput() {
    fake.run("scan", "--bogus", "app:1");
    assertEquals("", fake.out.toString());
  }

  @Test
  void aReportCanGoToAFileAndToStandardOutput(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report.json");
    fake.run("scan", "--format", "text", "--format", "json=" + file, "app:1");
    ScanReportSchema.assertValid(Files.readString(file));
    assertTrue(fake.out.toString().startsWith("PASS"), fake.out.toString());
  }

  @Test
  void outputNamesTheFileOfTheOneFormat(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report");
    fake.run("scan", "--format", "json", "--output", file.toString(), "app:1");
    ScanReportSchema.assertValid(Files.readString(file));
  }

  @Test
  void anOutputEndingInJsonIsJson(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report.json");
    fake.run("scan", "--output", file.toString(), "app:1");
    ScanReportSchema.assertValid(Files.readString(file));
  }

  @Test
  void sourceIsWhatSarifPointsAt(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report.sarif");
    fake.answering(Verdict.FAIL)
        .run("scan", "--source", "docker/Dockerfile:3", "-o", file.toString(), "app:1");
    String sarif = Files.readString(file);
    assertTrue(sarif.contains("\"uri\" : \"docker/Dockerfile\""), sarif);
    assertTrue(sarif.contains("\"startLine\" : 3"), sarif);
  }

  @Test
  void writingAFileLeavesNothingBesideIt(@TempDir Path directory) throws IOException {
    fake.run("scan", "--output", directory.resolve("report.json").toString(), "app:1");
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aSymbolicLinkToAReportStays(@TempDir Path directory) throws IOException {
    Path real = Files.writeString(directory.resolve("real.json"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.json"), real);
    fake.run("scan", "--output", link.toString(), "app:1");
    ScanReportSchema.assertValid(Files.readString(real));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void jsonOnStandardOutputMatchesTheSchema() {
    fake.run("scan", "--format", "json", "app:1", "app:2");
    ScanReportSchema.assertValid(fake.out.toString());
  }

  @Test
  void coloursAreForTerminalsOnly() {
    fake.run("scan", "app:1");
    assertFalse(fake.out.toString().contains("\u001b"));
  }

  @Test
  void aTerminalGetsColours() {
    fake.stdoutIsTerminal = true;
    fake.environment.put("TERM", "xterm");
    fake.run("scan", "app:1");
    assertTrue(fake.out.toString().contains("\u001b[1;32mPASS"), fake.out.toString());
  }

  @Test
  void noColorIsHonoured() {
    fake.stdoutIsTerminal = true;
    fake.environment.put("TERM", "xterm");
    fake.environment.put("NO_COLOR", "1");
    fake.run("scan", "app:1");
    assertFalse(fake.out.toString().contains("\u001b"));
  }

  @Test
  void coloursCanBeForced() {
    fake.environment.put("NO_COLOR", "1");
    fake.run("scan", "--color", "always", "app:1");
    assertTrue(fake.out.toString().contains("\u001b[1;32mPASS"), fake.out.toString());
  }
}
