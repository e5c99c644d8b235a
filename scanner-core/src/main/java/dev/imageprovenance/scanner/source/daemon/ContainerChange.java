package dev.imageprovenance.scanner.source.daemon;

/**
 * A path of a container's file system that is not as its image has it, as the engine tells;
 * immutable. A claim: the engine's list leaves out what it does not track.
 *
 * @param path absolute
 * @param kind what became of it
 */
public record ContainerChange(String path, Kind kind) {
  /** What became of a path. */
  public enum Kind {
    /** Its content or attributes; for a directory often only that something in it changed. */
    MODIFIED,
    ADDED,
    DELETED
  }
}
