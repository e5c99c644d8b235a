package dev.imageprovenance.scanner.source.daemon;

/**
 * What an engine tells of a path in a container; immutable.
 *
 * @param isSocket true for a unix socket, which no tar can hold
 */
public record ContainerPath(boolean isSocket) {
  /** The bit of Go's os.FileMode that says so. */
  static final long GO_SOCKET = 1L << 24;
}
