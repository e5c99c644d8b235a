package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.finding.Severity;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A path that two file trees do not share, or not alike; immutable.
 *
 * @param path relative to the root, without a leading slash; the root is the empty path
 * @param kind whether it came, went or changed, seen from the registry's side
 * @param aspects what changed; empty unless the kind is CHANGED
 * @param severity how much it matters
 * @param deployed the path on the deployed side; empty when REMOVED
 * @param registry the path on the registry's side; empty when ADDED
 */
public record FileDifference(
    String path,
    Kind kind,
    Set<Aspect> aspects,
    Severity severity,
    Optional<FileState> deployed,
    Optional<FileState> registry) {
  /** Copies the set, in the order of the aspects. */
  public FileDifference {
    Set<Aspect> ordered = EnumSet.noneOf(Aspect.class);
    ordered.addAll(aspects);
    aspects = Collections.unmodifiableSet(ordered);
  }

  /** Seen from the registry's side. */
  public enum Kind {
    ADDED("added"),
    REMOVED("removed"),
    CHANGED("changed");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** What can change of a path; modification times are not compared. */
  public enum Aspect {
    TYPE("type"),
    CONTENT("content"),
    MODE("mode"),
    OWNER("owner"),
    CAPABILITIES("capabilities"),
    /** Extended attributes other than capabilities. */
    ATTRIBUTES("attributes"),
    TARGET("target");

    private final String label;

    Aspect(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** True when a setuid or setgid bit or capabilities came, went, or changed in what they guard. */
  public boolean concernsPrivileges() {
    return deployed.map(FileDifference::isPrivileged).orElse(false)
        || registry.map(FileDifference::isPrivileged).orElse(false);
  }

  /** True when it is about a file that can be executed on either side. */
  public boolean concernsExecutables() {
    return deployed.map(FileState::isExecutable).orElse(false)
        || registry.map(FileState::isExecutable).orElse(false);
  }

  private static boolean isPrivileged(FileState state) {
    return state.isSetId() || state.capabilities().isPresent();
  }
}
