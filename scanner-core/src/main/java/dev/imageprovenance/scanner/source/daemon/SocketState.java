package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Why a unix domain socket could not be connected to; immutable. It is looked up in the file system
 * because the system's own messages come in the user's language.
 */
enum SocketState {
  MISSING,
  FORBIDDEN,
  /** It is there and may be used, but nobody answers. */
  SILENT;

  static SocketState of(Path socket) {
    if (Files.notExists(socket)) {
      return MISSING;
    }
    // What neither exists nor does not lies behind a directory that may not be entered.
    return Files.isWritable(socket) ? SILENT : FORBIDDEN;
  }

  /**
   * Says so, and what to do.
   *
   * @param name the engine and where it listens
   * @param reason the system's own words
   */
  ScanException problem(Engine engine, String name, String reason, @Nullable Throwable cause) {
    String why =
        switch (this) {
          case MISSING -> "there is no such socket";
          case FORBIDDEN -> "this user may not use its socket";
          case SILENT -> reason;
        };
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "Cannot reach " + name + ": " + why,
        this == FORBIDDEN ? howToBeAllowed(engine) : howToStart(engine),
        cause);
  }

  private static String howToBeAllowed(Engine engine) {
    return engine == Engine.DOCKER
        ? "Run this as root or as a member of the group docker (sudo usermod -aG docker USER, then"
            + " log in again; that is as good as being root)."
        : "Run this as the user whose podman it is, or set CONTAINER_HOST to a socket of your own"
            + " (systemctl --user start podman.socket).";
  }

  private static String howToStart(Engine engine) {
    return engine == Engine.DOCKER
        ? "Start it (sudo systemctl start docker), or set DOCKER_HOST to where it listens."
        : "Start its service (systemctl --user start podman.socket, for root without --user; or"
            + " podman system service --time=0), or set CONTAINER_HOST to where it listens.";
  }
}
