package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.lineage.LineageLayer.Owner;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * Where one platform's image comes from: documents, layers, claims beside proofs; immutable.
 *
 * @param resolution how the address led to the manifest
 * @param platform what the image runs on, from its config
 * @param manifest the manifest's digest, computed; archives may have none
 * @param config the config's digest, computed
 * @param user the raw User of its config, empty when absent
 * @param layers lowest first
 * @param bases the base with most layers first, then the base of the base, and so on
 * @param claims what is said about the base, by whom, and what it is worth
 * @param candidates the images that were looked at; of a long list only those that matter
 * @param candidateCount how many were looked at in all
 * @param state what follows, in one word
 * @param why what follows, in one sentence without a full stop
 * @param remedy what to do about it, one sentence
 * @param verifications each digest of the image that was promised, and what became of it
 */
public record Lineage(
    Resolution resolution,
    Platform platform,
    Optional<Digest> manifest,
    Digest config,
    String user,
    List<LineageLayer> layers,
    List<BaseLevel> bases,
    List<AssessedClaim> claims,
    List<Candidate> candidates,
    int candidateCount,
    LineageState state,
    String why,
    Optional<String> remedy,
    List<DigestVerification> verifications) {
  /** Copies the lists. */
  public Lineage {
    layers = List.copyOf(layers);
    bases = List.copyOf(bases);
    claims = List.copyOf(claims);
    candidates = List.copyOf(candidates);
    verifications = List.copyOf(verifications);
  }

  /** PASS, FAIL or UNKNOWN. */
  public Verdict verdict() {
    return state.verdict();
  }

  /**
   * The exit code that says the same: 0 passed, 1 contradicted or another base, 3 could not tell, 4
   * integrity broken.
   */
  public int exitCode() {
    if (state == LineageState.BROKEN) {
      return 4;
    }
    return switch (verdict()) {
      case PASS -> 0;
      case FAIL -> 1;
      case UNKNOWN -> 3;
    };
  }

  /**
   * Whose layer the one at that index is.
   *
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public Owner owner(int layerIndex) {
    return layers.get(layerIndex).owner();
  }

  /**
   * The base that brought the layer at that index, the deepest one that has it.
   *
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public Optional<BaseLevel> baseOf(int layerIndex) {
    return layers.get(layerIndex).base().map(bases::get);
  }

  /**
   * The base with most layers that is proven by layers that were read; none of an image whose own
   * bytes are not what they should be.
   */
  public Optional<BaseLevel> provenBase() {
    return state == LineageState.BROKEN
        ? Optional.empty()
        : bases.stream().filter(base -> base.basis() == BaseLevel.Basis.PROVEN).findFirst();
  }

  /** The same with other bases, of which only what is known of their tags differs. */
  public Lineage withBases(List<BaseLevel> others) {
    return new Lineage(
        resolution,
        platform,
        manifest,
        config,
        user,
        layers,
        others,
        claims,
        candidates,
        candidateCount,
        state,
        why,
        remedy,
        verifications);
  }
}
