package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A temporary directory for everything that the real parts write, and the servers that write there;
 * closing it ends those that still run, unmounts what is mounted below and deletes it. Thread-safe.
 */
final class Workspace implements AutoCloseable {
  private final Path root;
  private final AtomicInteger directories = new AtomicInteger();
  private final Queue<ServerProcess> servers = new ConcurrentLinkedQueue<>();

  Workspace() {
    try {
      // Short, because podman takes a run root of at most 50 characters.
      root = Files.createTempDirectory("scn").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty directory whose name begins with {@code purpose}. */
  Path directory(String purpose) {
    try {
      return Files.createDirectory(root.resolve(purpose + directories.incrementAndGet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server that ends with this workspace at the latest. */
  ServerProcess start(List<String> line, Path log) {
    ServerProcess server = ServerProcess.start(line, log);
    servers.add(server);
    return server;
  }

  @Override
  public void close() throws IOException {
    servers.forEach(ServerProcess::close);
    for (Path mount : mountsBelow(root)) {
      Command.of("umount", "--lazy", mount.toString()).run();
    }
    List<Path> left = mountsBelow(root);
    if (!left.isEmpty()) {
      throw new IOException("still mounted, so not deleted: " + left);
    }
    deleteTree(root);
  }

  private static List<Path> mountsBelow(Path directory) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
        .map(line -> Path.of(line.split(" ", -1)[1]))
        .filter(mount -> mount.startsWith(directory))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** Deletes a directory with its content; links are not followed. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
