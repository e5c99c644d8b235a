package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.List;

/** Names files as policies name them; stateless. */
final class FileNames {
  private FileNames() {}

  /**
   * Every name of the file as reports print it: a hard link under a name that nobody allowed is not
   * what was allowed, and the printed form of a name is unique.
   */
  static List<String> printed(FileEvidence file) {
    List<String> paths = new ArrayList<>(1 + file.otherPaths().size());
    paths.add(Text.escape(file.path()));
    for (String other : file.otherPaths()) {
      paths.add(Text.escape(other));
    }
    return paths;
  }
}
