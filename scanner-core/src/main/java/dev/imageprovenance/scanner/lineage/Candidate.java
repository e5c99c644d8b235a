package dev.imageprovenance.scanner.lineage;

import java.util.List;

/**
 * An image that might be a base, and what became of looking at it; immutable.
 *
 * @param name as it was asked for
 * @param role why it was looked at
 * @param readings what was found, the likeliest first: of a name that had other images before, each
 *     that is remembered
 */
public record Candidate(String name, Role role, List<CandidateReading> readings) {
  /** Copies the list. */
  public Candidate {
    readings = List.copyOf(readings);
  }

  /** A candidate with one reading. */
  public Candidate(String name, Role role, CandidateReading reading) {
    this(name, role, List.of(reading));
  }

  /** Why an image is looked at. */
  public enum Role {
    /** The request names it. */
    REQUESTED("requested"),
    /** It is on a list, or in a repository, that the request names. */
    LISTED("listed"),
    /** The policy names it. */
    POLICY("policy"),
    /** A claim names it. */
    CLAIMED("claimed");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }

    /** True for what the request wants the image to be built on. */
    public boolean isAsked() {
      return this == REQUESTED || this == LISTED;
    }
  }
}
