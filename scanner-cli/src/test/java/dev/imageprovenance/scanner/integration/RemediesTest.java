package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.report.ScanReport;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the scanner tells people to put into a Dockerfile, put into one and built by a real Docker
 * Engine: the findings must be gone.
 */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class RemediesTest {
  private final RealParts parts;

  RemediesTest(RealParts parts) {
    this.parts = parts;
  }

  @Test
  void remediesOfFilesAndAccountsWork() {
    String before = parts.images().variant(OracleImages.DEBIAN, "ill:1", illness());
    List<Finding> found = findings(before);
    assertAll(
        found,
        "setuid-files WRITABLE",
        "setuid-files WORLD_WRITABLE_PLACE",
        "setuid-files ROOT_OWNED",
        "setuid-files NON_ROOT_OWNER",
        "setuid-files NOT_EXECUTABLE",
        "setuid-files SCRIPT",
        "file-capabilities ROOT_EQUIVALENT",
        "file-capabilities PRIVILEGED",
        "file-capabilities NETWORK",
        "accounts EXTRA_ROOT",
        "accounts EMPTY_PASSWORD");

    String after = remedied("ill:1", "0", "healed:1", before);

    assertEquals(
        List.of(),
        findings(after).stream()
            .filter(finding -> !finding.code().startsWith("DUPLICATE_"))
            .map(Finding::toString)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "app, NON_ROOT_UNVERIFIABLE",
    "1000, PRIVILEGED_GROUP",
    "1000:0, PRIVILEGED_GROUP",
    "1000:, ENGINE_DEPENDENT_GROUP",
    "root, ROOT",
    "+0, ROOT_POSSIBLE",
    "nosuchuser, UNRESOLVABLE",
    "1000:nosuchgroup, UNRESOLVABLE"
  })
  void remediesOfTheDefaultUserWork(String user, String code) {
    String name = "remedy-" + Integer.toHexString(user.hashCode());
    String before = parts.images().withUser(OracleImages.DEBIAN, user, name + ":1");
    assertTrue(
        findings(before, CheckId.DEFAULT_USER).anyMatch(finding -> finding.code().equals(code)),
        () -> findings(before).toString());

    String after = remedied(name + ":1", user, name + ":2", before);

    assertEquals(List.of(), findings(after, CheckId.DEFAULT_USER).map(Finding::toString).toList());
  }

  /** Builds {@code base} with the remedies that the command line prints for {@code reference}. */
  private String remedied(String base, String user, String name, String reference) {
    String text =
        ScannerCommand.in(parts.workspace())
            .with("scan", "--cache-dir", parts.layerCache().toString(), "-v", reference)
            .with("COLUMNS", "100")
            .run()
            .stdout();
    PrintedRemedies remedies = PrintedRemedies.in(text);
    assertFalse(remedies.user().isEmpty() && remedies.beforeUser().isEmpty(), text);
    return parts.images().build(name, remedies.dockerfile(base, user));
  }

  /** Everything that a Dockerfile can mend, under names that a shell could misunderstand. */
  private static String illness() {
    return """
        set -eu
        cd /usr/local/bin
        bad() { cp /bin/sleep "$1"; chmod "$2" "$1"; }
        bad writable 4777
        bad /tmp/placed 4755
        bad "it's; odd" 6755
        bad '$(id)"`id`' 4755
        bad linked 4755
        ln linked 'linked too'
        ln linked /srv/linked-elsewhere
        cp /bin/sleep "cap's"
        setcap cap_net_raw,cap_dac_override+ep "cap's"
        cp /bin/sleep owned
        chown app:shared owned
        chmod 4750 owned
        setcap cap_net_bind_service+ep owned
        printf 'toor:x:0:0::/root:/bin/sh\\n  spaced:x:00:0::/:/bin/sh\\nbare\\n' >> /etc/passwd
        printf 'guest::1500:1500::/:/bin/sh\\nhollow:x:1501:1501::/:/bin/sh\\n' >> /etc/passwd
        printf 'toor:*:19000:0:99999:7:::\\nhollow::19000:0:99999:7:::\\n' >> /etc/shadow
        """;
  }

  private static void assertAll(List<Finding> found, String... wanted) {
    List<String> codes =
        found.stream().map(finding -> finding.check() + " " + finding.code()).distinct().toList();
    assertEquals(
        List.of(),
        Stream.of(wanted).filter(code -> !codes.contains(code)).toList(),
        codes::toString);
  }

  private List<Finding> findings(String reference) {
    ScanReport report = Inspection.report(reference, parts.layerCache());
    return Stream.of(
            CheckId.DEFAULT_USER, CheckId.SETUID_FILES, CheckId.FILE_CAPABILITIES, CheckId.ACCOUNTS)
        .flatMap(check -> Inspection.findings(report, check).stream())
        .toList();
  }

  private Stream<Finding> findings(String reference, CheckId check) {
    return Inspection.findings(Inspection.report(reference, parts.layerCache()), check).stream();
  }
}
