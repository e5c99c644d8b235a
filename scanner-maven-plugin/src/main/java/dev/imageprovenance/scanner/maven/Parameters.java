package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.check.Checks;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Understands the words of parameters; stateless. */
final class Parameters {
  private Parameters() {}

  /**
   * The severity that {@code <failOn>} names.
   *
   * @throws ScanException of kind CONFIGURATION if there is none of that name
   */
  static Severity severity(String name) {
    return Severity.named(name)
        .orElseThrow(() -> unknown("failOn", name, "Write info, low, medium, high or critical."));
  }

  /**
   * The rung that {@code <require>} names.
   *
   * @throws ScanException of kind CONFIGURATION if there is none of that name
   */
  static Rung rung(String name) {
    return Rung.named(name)
        .orElseThrow(
            () ->
                unknown(
                    "require",
                    name,
                    "Write identical, same-image, same-runtime, same-content or different."));
  }

  /**
   * The checks that a parameter names; null means none.
   *
   * @throws ScanException of kind CONFIGURATION if there is none of such a name
   */
  static Set<CheckId> checks(String parameter, @Nullable List<String> names) {
    Set<CheckId> checks = new LinkedHashSet<>();
    for (String name : names == null ? List.<String>of() : names) {
      checks.add(
          Checks.named(name.strip())
              .orElseThrow(
                  () ->
                      unknown(
                          parameter, name, "The checks are " + String.join(", ", all()) + ".")));
    }
    return checks;
  }

  private static List<String> all() {
    List<String> names = new ArrayList<>();
    for (CheckId id : Checks.ids()) {
      names.add(id.value());
    }
    return names;
  }

  private static ScanException unknown(String parameter, String value, String remedy) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "<" + parameter + ">: \"" + value + "\" is not known",
        remedy,
        null);
  }
}
