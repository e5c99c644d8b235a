package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.finding.Verdict;

/** What can be said of the image that an image was built on, in one word. */
public enum LineageState {
  /** The layers of a base are the lowest of the image's, and those were read. */
  PROVEN("proven", Verdict.PASS),
  /** The same by the diffIDs that the image declares, which nobody wanted read. */
  DECLARED("declared", Verdict.PASS),
  /** The image says that it has no base, and none was found. */
  SCRATCH("from scratch", Verdict.PASS),
  /** Nothing names a base, and nobody asked for one. */
  NONE("no base named", Verdict.PASS),
  /** A base is named whose layers, all of them, are gone into a single one. */
  FLATTENED("flattened", Verdict.UNKNOWN),
  /** A base is named, and the layers neither prove nor refute it. */
  UNPROVEN("unproven", Verdict.UNKNOWN),
  /** What would tell could not be looked at. */
  UNKNOWN("unknown", Verdict.UNKNOWN),
  /** A base is named that the layers refute. */
  CONTRADICTED("contradicted", Verdict.FAIL),
  /** The image is built on none of those that were asked for. */
  OTHER_BASE("other base", Verdict.FAIL),
  /** The image's own bytes are not what its documents promise. */
  BROKEN("integrity broken", Verdict.FAIL);

  private final String label;
  private final Verdict verdict;

  LineageState(String label, Verdict verdict) {
    this.label = label;
    this.verdict = verdict;
  }

  /** The words used in text. */
  public String label() {
    return label;
  }

  /** Whether that is as it should be. */
  public Verdict verdict() {
    return verdict;
  }
}
