package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The levels of clauses of several files in the order in which they are asked; stateless. */
final class Levels {
  /** The least severity that fails where nobody says otherwise. */
  static final Severity DEFAULT_FAIL_ON = Severity.HIGH;

  private Levels() {}

  /**
   * One level.
   *
   * @param clauses what it says
   * @param match which images it is about; empty for all
   * @param onlyTightens whether the level below counts where it is tighter
   * @param place what a message points at
   */
  record Level(Clauses clauses, Optional<Glob> match, boolean onlyTightens, ClauseLocation place) {}

  /**
   * Those of the file's levels whose sections are meant, first asked first: sections from the most
   * specific on, the file itself, its profile.
   *
   * @param extending whether the file extends another
   */
  static List<Level> of(
      PolicyDocument document, boolean extending, Predicate<ImageSection> isMeant) {
    List<Level> levels = new ArrayList<>(document.sections().size() + 2);
    for (ImageSection section : document.sections()) {
      if (isMeant.test(section)) {
        levels.add(
            new Level(section.clauses(), Optional.of(section.match()), false, document.start()));
      }
    }
    levels.add(new Level(document.general(), Optional.empty(), false, document.start()));
    if (document.profile().isPresent()) {
      levels.add(
          new Level(
              document.profile().get().value().general(),
              Optional.empty(),
              extending,
              document.start()));
    }
    return levels;
  }

  /** What the first level says that says something; a level that only tightens may be passed. */
  static <T> Optional<Setting<T>> first(
      List<Level> levels, Function<Clauses, Optional<Setting<T>>> clause, Tightness<T> tightness) {
    Optional<Setting<T>> tightest = Optional.empty();
    for (Level level : levels) {
      Optional<Setting<T>> said = clause.apply(level.clauses());
      if (said.isEmpty()) {
        continue;
      }
      if (tightest.isEmpty()
          || !tightness.isAtLeastAsTight(tightest.get().value(), said.get().value())) {
        tightest = said;
      }
      if (!level.onlyTightens()) {
        return tightest;
      }
    }
    return tightest;
  }

  /** Compares two values of a clause. */
  interface Tightness<T> {
    /** Whether {@code one} lets nothing pass that {@code other} does not. */
    boolean isAtLeastAsTight(T one, T other);
  }

  /** What nobody wrote down. */
  static Setting<Severity> defaultFailOn() {
    return new Setting<>(
        DEFAULT_FAIL_ON, ClauseOrigin.of("failOn " + DEFAULT_FAIL_ON.label() + ", the default"));
  }
}
