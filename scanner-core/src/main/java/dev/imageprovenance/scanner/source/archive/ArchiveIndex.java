package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.layer.PathName;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of an archive's entries and where they lead; immutable once built. Links are followed
 * within the archive and never out of it.
 */
final class ArchiveIndex {
  private final Map<String, ArchiveEntry> entries;
  private final Optional<String> ambiguity;
  private final int symlinkHops;

  private ArchiveIndex(
      Map<String, ArchiveEntry> entries, Optional<String> ambiguity, int symlinkHops) {
    this.entries = entries;
    this.ambiguity = ambiguity;
    this.symlinkHops = symlinkHops;
  }

  /** Why other programs may unpack something else from the same archive; empty if they do not. */
  Optional<String> ambiguity() {
    return ambiguity;
  }

  /**
   * The file that {@code path} leads to, through links.
   *
   * @param path as a document of the archive writes it
   * @throws ScanException MALFORMED if the path or a link leaves the archive, goes in a circle, or
   *     leads to what is no file
   */
  Optional<ArchiveEntry> find(String path) {
    String current = requireInside(path);
    for (int hop = 0; hop <= symlinkHops; hop++) {
      requireDirectoriesAbove(current, path);
      ArchiveEntry entry = entries.get(current);
      if (entry == null) {
        return Optional.empty();
      }
      switch (entry.kind()) {
        case FILE -> {
          return Optional.of(entry);
        }
        case SYMBOLIC_LINK -> current = symbolicTarget(entry);
        case HARD_LINK -> current = requireInside(entry.linkName());
        case DIRECTORY -> throw noFile(path, "a directory");
        case SPARSE_FILE -> throw noFile(path, "a sparse file");
        case OTHER -> throw noFile(path, "a device, a pipe or of an unknown type");
      }
    }
    throw malformed(path, "leads through more than " + symlinkHops + " links, or in a circle");
  }

  private static String requireInside(String path) {
    if (path.startsWith("/") || PathName.hasParentReference(path) || path.indexOf('\0') >= 0) {
      throw malformed(path, "leaves the archive");
    }
    String normal = PathName.normalise(path);
    if (normal.isEmpty()) {
      throw malformed(path, "names no file");
    }
    return normal;
  }

  /** A file or link above a file means that programs disagree about what the path is. */
  private void requireDirectoriesAbove(String path, String asWritten) {
    String parent = PathName.parent(path);
    while (!parent.isEmpty()) {
      ArchiveEntry entry = entries.get(parent);
      if (entry != null && entry.kind() != ArchiveEntry.Kind.DIRECTORY) {
        throw malformed(
            asWritten, "lies below \"" + Text.excerpt(parent) + "\", which is no directory");
      }
      parent = PathName.parent(parent);
    }
  }

  private static String symbolicTarget(ArchiveEntry link) {
    if (link.linkName().startsWith("/")) {
      throw leavesArchive(link);
    }
    Deque<String> components = new ArrayDeque<>();
    String joined = PathName.parent(link.path()) + "/" + link.linkName();
    for (String component : joined.split("/", -1)) {
      if (component.equals("..")) {
        if (components.pollLast() == null) {
          throw leavesArchive(link);
        }
      } else if (!component.isEmpty() && !component.equals(".")) {
        components.addLast(component);
      }
    }
    return String.join("/", components);
  }

  private static ScanException leavesArchive(ArchiveEntry link) {
    return malformed(
        link.path(), "is a link to \"" + Text.excerpt(link.linkName()) + "\", out of the archive");
  }

  private static ScanException noFile(String path, String kind) {
    return malformed(path, "should be a file but is " + kind);
  }

  private static ScanException malformed(String path, String what) {
    return new ScanException(
        ProblemKind.MALFORMED,
        "\"" + Text.excerpt(path) + "\" in the image archive " + what,
        "Save the image again; do not load this archive into an engine.",
        null);
  }

  /** Collects entries; not thread-safe. */
  static final class Builder {
    private final Map<String, ArchiveEntry> entries = new HashMap<>();
    private Optional<String> ambiguity = Optional.empty();

    /** Adds an entry under its name as written. */
    void add(String name, ArchiveEntry entry) {
      if (name.startsWith("/") || PathName.hasParentReference(name)) {
        note("has an entry \"" + Text.excerpt(name) + "\", which leaves the archive");
        return;
      }
      if (entry.path().isEmpty()) {
        return;
      }
      ArchiveEntry before = entries.putIfAbsent(entry.path(), entry);
      if (before != null
          && !(before.kind() == ArchiveEntry.Kind.DIRECTORY
              && entry.kind() == ArchiveEntry.Kind.DIRECTORY)) {
        note("holds \"" + Text.excerpt(entry.path()) + "\" twice");
      }
    }

    private void note(String what) {
      if (ambiguity.isEmpty()) {
        ambiguity = Optional.of(what);
      }
    }

    ArchiveIndex build(int symlinkHops) {
      return new ArchiveIndex(Map.copyOf(entries), ambiguity, symlinkHops);
    }
  }
}
