package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/checks to the codes that policies can name. */
final class PolicyCheckPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "checks");

  private static String page(Check check) throws IOException {
    return Files.readString(PAGES.resolve(check.id() + ".md"));
  }

  static List<Check> checks() {
    return KnownChecks.catalogue();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckHasAPageWithItsQuestion(Check check) throws IOException {
    assertTrue(page(check).contains("**" + check.title() + "**"), check.title());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void theIndexListsEveryCheck(Check check) throws IOException {
    assertTrue(Files.readString(PAGES.resolve("README.md")).contains("(" + check.id() + ".md)"));
  }

  static List<Arguments> codes() {
    return KnownChecks.catalogue().stream()
        .flatMap(check -> check.codes().entrySet().stream().map(code -> Arguments.of(check, code)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void thePageTellsTheSeverityOfEveryCode(Check check, Map.Entry<String, Severity> code)
      throws IOException {
    String row = "| `" + code.getKey() + "` | " + code.getValue().label() + " |";
    assertTrue(page(check).contains(row), row);
  }
}
