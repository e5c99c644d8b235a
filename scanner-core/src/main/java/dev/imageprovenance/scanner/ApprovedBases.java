package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The images that a request says another may be built on; all kinds are immutable. */
sealed interface ApprovedBases {
  /** Images that a file lists. */
  record Listed(List<ImageAddress> addresses) implements ApprovedBases {
    public Listed {
      addresses = List.copyOf(addresses);
    }
  }

  /** All tags of a repository. */
  record InRepository(Reference repository) implements ApprovedBases {}

  /** Most characters of a list. */
  int MOST_BYTES = 1 << 20;

  /**
   * Finds out what is meant: a file, if there is one of that name, it is written as a path, or it
   * ends in {@code .txt} and names no registry; else a repository.
   *
   * @param directory where relative paths begin
   * @throws ScanException USAGE, CONFIGURATION or LIMIT
   */
  static ApprovedBases of(String fileOrRepository, Path directory) {
    Optional<Path> file = file(fileOrRepository, directory);
    return file.isPresent()
        ? new Listed(read(file.get(), directory))
        : new InRepository(repository(fileOrRepository));
  }

  private static Optional<Path> file(String text, Path directory) {
    try {
      Path path = Path.of(text);
      boolean isFile = isWrittenAsPath(text) || Files.isRegularFile(directory.resolve(path));
      return isFile ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** A list that was mistyped must not be asked for at a registry that nobody named. */
  private static boolean isWrittenAsPath(String text) {
    return text.startsWith(".")
        || text.startsWith("/")
        || (text.endsWith(".txt") && !namesRegistry(text));
  }

  private static boolean namesRegistry(String text) {
    String first = text.substring(0, Math.max(0, text.indexOf('/')));
    return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
  }

  private static Reference repository(String text) {
    Reference reference = Reference.parse(text);
    boolean namesOneImage =
        text.indexOf('@') >= 0 || text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
    if (namesOneImage) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(text) + "\" is one image, not a repository of bases",
          "Leave the tag out, or name the image as a base itself.",
          null);
    }
    return reference;
  }

  private static List<ImageAddress> read(Path written, Path directory) {
    String name = Text.excerpt(written.toString());
    Path file = directory.resolve(written);
    String text;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ScanException(
            ProblemKind.LIMIT, "The list of bases " + name + " has more than 1 MiB");
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw unreadable(name, "it is no UTF-8 text", e);
    } catch (IOException e) {
      throw unreadable(name, reason(file, e), e);
    }
    List<ImageAddress> addresses = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String entry = line.strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        addresses.add(address(name, number, entry, directory));
      }
    }
    if (addresses.isEmpty()) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The list of bases " + name + " names no image",
          "Write one image a line, such as registry.example/base@sha256:DIGEST.",
          null);
    }
    return addresses;
  }

  private static ImageAddress address(String file, int line, String entry, Path directory) {
    try {
      return ImageAddressParser.parse(entry, directory);
    } catch (ScanException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The list of bases " + file + ", line " + line + ": " + e.getMessage(),
          e.remedy().orElse(null),
          e);
    }
  }

  private static String reason(Path file, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return Files.isDirectory(file) ? "it is a directory" : Text.excerpt(failure.toString());
  }

  private static ScanException unreadable(String name, String why, IOException cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The list of bases " + name + " cannot be read: " + why,
        "Name a text file with one image a line, or a repository.",
        cause);
  }
}
