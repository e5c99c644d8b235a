package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.report.FixLocation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds lines of POMs for reports that point at them; stateless. */
final class PomLine {
  private PomLine() {}

  /** The first line of {@code pom} that holds {@code text}, if the file is below {@code root}. */
  static Optional<FixLocation> of(@Nullable File pom, String text, Path root) {
    try {
      List<String> lines = pom == null ? List.of() : Files.readAllLines(pom.toPath());
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains(text)) {
          return at(pom, i + 1, root);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // A report that points at the first line is a report, too.
    }
  }

  /** The first line of {@code pom}, if the file is below {@code root}. */
  static Optional<FixLocation> first(@Nullable File pom, Path root) {
    return at(pom, 1, root);
  }

  private static Optional<FixLocation> at(@Nullable File pom, int line, Path root) {
    if (pom == null || !pom.toPath().startsWith(root)) {
      return Optional.empty();
    }
    String path = root.relativize(pom.toPath()).toString().replace('\\', '/');
    return Optional.of(new FixLocation(path, line));
  }
}
