package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A container that writes all the time because it is a database, and one that was attacked. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class BusyDatabaseTest {
  private final RealParts parts;
  private String container = "";

  BusyDatabaseTest(RealParts parts) {
    this.parts = parts;
  }

  @BeforeEach
  void startDatabase() {
    parts.images();
    String reference = parts.postgresImage();
    container =
        parts
            .docker()
            .cli("run", "--detach", "--network=none", reference, "sleep", "600")
            .output()
            .strip();
    inContainer("pg_ctlcluster 15 main start");
    inContainer(
        "su postgres -c \"psql -qc 'create table t as select generate_series(1, 100000) n;"
            + " create index on t (n)'\"");
  }

  @AfterEach
  void removeContainer() {
    parts.docker().cli("rm", "--force", container).output();
  }

  private void inContainer(String script) {
    parts.docker().cli("exec", container, "/bin/sh", "-euc", script).output();
  }

  private Comparison compare() {
    return Comparing.withDocker(parts).compare("container:docker/" + container);
  }

  @Test
  void whatADatabaseWritesIsDataAndPasses() {
    Comparison comparison = compare();
    List<FileDifference> differences = Comparing.drift(comparison).differences();
    assertTrue(
        differences.stream().anyMatch(found -> found.path().startsWith("var/lib/postgresql/")),
        differences.toString());
    assertEquals(0, comparison.exitCode(), differences.toString());
  }

  @Test
  void programDroppedAmongTheDataIsFound() {
    inContainer("cp /bin/true /var/lib/postgresql/15/main/base/1/1259_fsm.1");
    Comparison comparison = compare();
    assertEquals(
        List.of("added var/lib/postgresql/15/main/base/1/1259_fsm.1 [] high"),
        Comparing.drift(comparison).differences().stream()
            .filter(found -> found.severity().isAtLeast(Severity.HIGH))
            .map(Comparing::line)
            .toList());
    assertEquals(1, comparison.exitCode());
  }

  @Test
  void dataIsNotSaidToHaveChangedBelowTheEngine() {
    assertFalse(
        Comparing.drift(compare()).unrecorded().stream().anyMatch(path -> path.startsWith("usr/")));
  }
}
