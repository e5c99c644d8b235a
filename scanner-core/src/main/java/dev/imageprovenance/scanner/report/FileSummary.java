package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many differences of files, of which the worst are told one by one and the others by directory;
 * immutable.
 *
 * @param told one by one, in the order given
 * @param directories the others
 */
record FileSummary(List<FileDifference> told, List<Directory> directories) {
  /** So many are still read line by line. */
  private static final int MOST_TOLD = 20;

  /** How deep directories are told apart. */
  private static final int DEPTH = 2;

  FileSummary {
    told = List.copyOf(told);
    directories = List.copyOf(directories);
  }

  /**
   * Differences below one directory.
   *
   * @param path with a slash at its end, relative to the root
   * @param worst the worst severity of them
   * @param counts how many of each kind
   */
  record Directory(String path, Severity worst, Map<Kind, Integer> counts) {
    int total() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Summarises {@code differences}, the worst first; all are told one by one if {@code all}. */
  static FileSummary of(List<FileDifference> differences, boolean all) {
    if (all || differences.size() <= MOST_TOLD) {
      return new FileSummary(differences, List.of());
    }
    List<FileDifference> told = new ArrayList<>();
    Map<String, List<FileDifference>> byDirectory = new LinkedHashMap<>();
    for (FileDifference difference : differences) {
      if (isNotable(difference) && told.size() < MOST_TOLD) {
        told.add(difference);
      } else {
        byDirectory
            .computeIfAbsent(directory(difference.path()), unused -> new ArrayList<>())
            .add(difference);
      }
    }
    List<Directory> directories = new ArrayList<>();
    byDirectory.forEach((path, below) -> directories.add(directory(path, below)));
    return new FileSummary(told, directories);
  }

  private static boolean isNotable(FileDifference difference) {
    return difference.severity().isAtLeast(Severity.HIGH)
        || difference.concernsPrivileges()
        || difference.concernsExecutables();
  }

  private static Directory directory(String path, List<FileDifference> below) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    Severity worst = Severity.INFO;
    for (FileDifference difference : below) {
      counts.merge(difference.kind(), 1, Integer::sum);
      worst = difference.severity().isAtLeast(worst) ? difference.severity() : worst;
    }
    return new Directory(path, worst, counts);
  }

  private static String directory(String path) {
    int end = -1;
    for (int depth = 0; depth < DEPTH; depth++) {
      int slash = path.indexOf('/', end + 1);
      if (slash < 0) {
        break;
      }
      end = slash;
    }
    return path.substring(0, end + 1);
  }
}
