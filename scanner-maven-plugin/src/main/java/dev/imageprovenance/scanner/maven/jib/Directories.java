package dev.imageprovenance.scanner.maven.jib;

import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The directories of a module, and how people see the files in them: by their path below the
 * directory that holds all modules, so that it is the same on every machine and tells modules
 * apart; immutable.
 *
 * @param top holds all modules
 * @param base the module's own
 * @param build where the module's plugins write
 */
public record Directories(Path top, Path base, Path build) {
  /**
   * Those of the module in {@code base}.
   *
   * @param top the directory that Maven was started for, perhaps by another name than {@code base}
   *     knows it by
   */
  public static Directories of(Path top, Path base, Path build) {
    return new Directories(base.startsWith(top) ? top : above(base, top), base, build);
  }

  /** The directory above {@code base} that is {@code top}, behind whatever symbolic links. */
  private static Path above(Path base, Path top) {
    try {
      Path real = top.toRealPath();
      for (Path above = base; above != null; above = above.getParent()) {
        if (above.toRealPath().equals(real)) {
          return above;
        }
      }
    } catch (IOException e) {
      return top; // What is not there has no other name.
    }
    return top; // The module lies beside it.
  }

  /** How people see a file; what belongs to no module keeps its whole path. */
  public Path shown(Path file) {
    Path whole = base.resolve(file).normalize();
    return whole.startsWith(top) || whole.startsWith(base) ? top.relativize(whole) : whole;
  }

  /**
   * The address, with the path that people see. A relative one begins in the module, as all paths
   * of a POM do.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind USAGE if it is no address
   */
  public String shownAddress(String address) {
    return ImageAddressParser.parse(address, base) instanceof ImageAddress.InFile file
        ? file.at(shown(file.path())).text()
        : address;
  }
}
