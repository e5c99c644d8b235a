package dev.imageprovenance.scanner.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** Opens sources and looks at problems, for tests. */
public final class SourceAssertions {
  private SourceAssertions() {}

  public static Image resolve(Path path) throws IOException {
    return resolve(path, Optional.empty());
  }

  public static Image resolve(Path path, String name) throws IOException {
    return resolve(path, Optional.of(name));
  }

  private static Image resolve(Path path, Optional<String> name) throws IOException {
    return resolveAll(path, name, PlatformSelection.host(), ScanContext.defaults()).images().get(0);
  }

  public static ResolvedImages resolveAll(
      Path path, Optional<String> name, PlatformSelection selection, ScanContext context)
      throws IOException {
    try (ImageSource source = open(path, name, context)) {
      return source.resolve(selection);
    }
  }

  public static ImageSource open(Path path, Optional<String> name, ScanContext context) {
    return ImageSources.open(
        new ImageAddress.InFile(path + name.map(n -> ":" + n).orElse(""), path, name),
        RegistryOptions.defaults(),
        context);
  }

  /** The message of the problem, which is of that kind. */
  public static String problem(ProblemKind kind, Executable action) {
    ScanException problem = assertThrows(ScanException.class, action);
    assertEquals(kind, problem.kind(), () -> "kind of: " + problem);
    return String.valueOf(problem.getMessage());
  }
}
