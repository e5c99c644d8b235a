package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.report.ScanReport.Problem;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/**
 * Turns exit codes into what Maven knows: 1 and 4 are failures of the build, 2 and 3 are errors of
 * the goal; stateless.
 */
final class Outcome {
  private Outcome() {}

  /**
   * Ends the goal unless everything passed.
   *
   * @param exitCode as the command line would end
   * @param summary one line that says what did not pass
   * @param list what failed, each on a line of its own
   */
  static void require(int exitCode, String summary, List<String> list)
      throws MojoExecutionException, MojoFailureException {
    if (exitCode == 0) {
      return;
    }
    String message = list.isEmpty() ? summary : summary + "\n  " + String.join("\n  ", list);
    if (isFailure(exitCode)) {
      throw new MojoFailureException(message);
    }
    throw new MojoExecutionException(message);
  }

  /**
   * The error of the goal for {@code problem}.
   *
   * @throws MojoFailureException if it is a failure of the build instead
   */
  static MojoExecutionException of(Problem problem, @Nullable Throwable cause)
      throws MojoFailureException {
    String message = problem.message() + problem.remedy().map(remedy -> "\n  " + remedy).orElse("");
    if (isFailure(problem.kind().exitCode())) {
      throw new MojoFailureException(message, cause);
    }
    return new MojoExecutionException(message, cause);
  }

  private static boolean isFailure(int exitCode) {
    return exitCode == 1 || exitCode == 4;
  }
}
