package dev.imageprovenance.scanner.lineage;

import java.util.Optional;

/**
 * A claim beside what could be found out about it; immutable.
 *
 * @param claim what is said
 * @param assessment what it is worth
 * @param why one sentence without a full stop
 * @param base the position in {@link Lineage#bases} of the base that it turned out to mean
 */
public record AssessedClaim(
    BaseClaim claim, Assessment assessment, String why, Optional<Integer> base) {

  /** What a claim is worth. */
  public enum Assessment {
    /** The layers prove it. */
    PROVEN("proven"),
    /** The diffIDs that the config declares agree with it; layers were not read. */
    DECLARED("declared"),
    /** A hint at where the base ends agrees with what was found. */
    AGREES("agrees"),
    /** A hint at where the base ends does not agree with what was found. */
    DIFFERS("differs"),
    /** The layers contradict it. */
    CONTRADICTED("contradicted"),
    /** Nothing of the base is left in a single layer: squashed, flattened, or not true. */
    FLATTENED("flattened"),
    /** An image that took part in the build and is not below the image. */
    NOT_A_BASE("not-a-base"),
    /** It can be neither proved nor refuted. */
    UNPROVEN("unproven"),
    /** What it names could not be looked at. */
    UNKNOWN("unknown");

    private final String label;

    Assessment(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }
}
