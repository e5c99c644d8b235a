package dev.imageprovenance.scanner.compare;

/** What a rung rests on. */
public enum Assurance {
  /** On digests that were computed here, in this comparison or for a layer in an earlier one. */
  PROVED("proved"),
  /** On what an engine records of its own image: a RepoDigest, an image ID, its diffIDs. */
  ASSERTED_BY_ENGINE("asserted by the engine");

  private final String label;

  Assurance(String label) {
    this.label = label;
  }

  /** The words used in text and JSON. */
  public String label() {
    return label;
  }

  /** The weaker of the two. */
  public Assurance and(Assurance other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
