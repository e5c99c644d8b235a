package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * Where a running image stands with the registry that its pods name; immutable.
 *
 * @param rung how equal it is to the registry's copy, or why that could not be told
 * @param assurance what the rung rests on: never more than the kubelet's record
 * @param why one sentence without a full stop
 * @param isIntegrityBroken whether some digest of the registry's copy does not hold
 * @param digests of the running image, each with kind and origin
 * @param provenance what became of digest and tag in the repository that the pods name
 * @param pin how the running image stands to the digest in the pods' reference, when there is one
 * @param platform whose image was looked into, when one was
 * @param comparison by bytes, where digests alone could not tell
 */
public record Standing(
    Fact<Rung> rung,
    Assurance assurance,
    String why,
    boolean isIntegrityBroken,
    List<KnownDigest> digests,
    Optional<Provenance> provenance,
    Optional<Pin> pin,
    Optional<LookedAt> platform,
    Optional<ImageComparison> comparison) {
  /** Copies the list. */
  public Standing {
    digests = List.copyOf(digests);
  }

  /**
   * The platform that was looked into.
   *
   * @param platform it
   * @param isAssumed whether the index has others as well, and nothing tells which one the node
   *     took
   */
  public record LookedAt(Platform platform, boolean isAssumed) {}

  /** How a running image stands to a digest in the spec's reference. */
  public enum Pin {
    SAME("same digest"),
    /** The spec names an index, the running manifest is one of it. */
    ONE_OF_INDEX("one of the pinned index"),
    /** The kubelet recorded an index, the manifest that the spec names is one of it. */
    IN_RECORDED_INDEX("listed by the recorded index"),
    OTHER("another digest"),
    UNKNOWN("not known");

    private final String label;

    Pin(String label) {
      this.label = label;
    }

    /** The words used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** Nothing could be told, for that reason. */
  public static Standing unknown(String reason) {
    return new Standing(
        Fact.unknown(reason),
        Assurance.ASSERTED_BY_ENGINE,
        reason,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, but no rung is reached. */
  public Standing butUnknown(String reason, boolean integrityBroken) {
    return new Standing(
        Fact.unknown(reason),
        assurance,
        reason,
        integrityBroken,
        digests,
        provenance,
        pin,
        platform,
        comparison);
  }

  /** PASS when the rung suffices, FAIL when it does not or a digest does not hold. */
  public Verdict verdict(Rung required) {
    if (isIntegrityBroken) {
      return Verdict.FAIL;
    }
    return rung.asKnown()
        .map(reached -> reached.satisfies(required) ? Verdict.PASS : Verdict.FAIL)
        .orElse(Verdict.UNKNOWN);
  }
}
