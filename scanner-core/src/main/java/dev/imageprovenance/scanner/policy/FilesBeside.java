package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files that a policy file names beside itself, such as keys, and remembers their
 * digests; not thread-safe. A policy that is no file can name none, so that nobody's URL makes this
 * machine read its files.
 */
final class FilesBeside {
  /** Trusted roots are the largest: tens of kilobytes. */
  private static final int MAX_BYTES = 4 << 20;

  private final Optional<Path> policy;
  private final Path directory;
  private final List<PolicySource> read = new ArrayList<>();

  private FilesBeside(Optional<Path> policy, Path directory) {
    this.policy = policy;
    this.directory = directory;
  }

  /**
   * Files relative to that policy file.
   *
   * @param file as it was written
   * @param directory where relative paths begin
   */
  static FilesBeside policy(Path file, Path directory) {
    return new FilesBeside(Optional.of(file), directory);
  }

  /** No files, because the policy is none. */
  static FilesBeside none() {
    return new FilesBeside(Optional.empty(), Path.of(""));
  }

  /**
   * A file and its bytes; immutable but for the bytes.
   *
   * @param name where it is, relative where the policy is
   * @param bytes all of it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Content(String name, byte[] bytes) {}

  /**
   * The file of that name; that it cannot be read is a problem at {@code node}.
   *
   * @param clause what messages call the place that names it
   */
  Optional<Content> read(String name, Node node, String clause, PolicyProblems problems) {
    if (policy.isEmpty()) {
      problems.add(node, clause + ": only a policy in a file can name a file: write what it holds");
      return Optional.empty();
    }
    try {
      Path file = policy.get().resolveSibling(name).normalize();
      byte[] bytes = bytes(directory.resolve(file));
      if (bytes.length > MAX_BYTES) {
        problems.add(node, clause + ": the file is larger than " + MAX_BYTES + " bytes");
        return Optional.empty();
      }
      remember(new PolicySource(file.toString(), Digest.sha256(bytes)));
      return Optional.of(new Content(file.toString(), bytes));
    } catch (InvalidPathException e) {
      problems.add(node, clause + ": this is no file name");
    } catch (IOException e) {
      problems.add(node, clause + ": " + Text.excerpt(name) + " cannot be read: " + reason(e));
    }
    return Optional.empty();
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  private void remember(PolicySource source) {
    if (!read.contains(source)) {
      read.add(source);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no such file"
        : Text.excerpt(String.valueOf(e.getMessage()));
  }

  /** What was read, in the order in which it was named. */
  List<PolicySource> sources() {
    return List.copyOf(read);
  }
}
