package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.signature.Signatures;
import java.util.List;
import java.util.Optional;

/**
 * The result for one platform's image; immutable.
 *
 * @param resolution how the reference led to it
 * @param platform what it runs on, from its config
 * @param manifestDigest computed over the manifest; a docker-archive has none
 * @param configDigest computed over the config
 * @param layers what was read
 * @param verifications every digest with kind, origin and outcome
 * @param policy what it was judged by
 * @param results one for each check that ran, in the order of the checks
 * @param verdict the worst of the results
 * @param origin what it is built on; empty when nobody says or asks anything about that
 * @param signatures who signed it and what is attested of it; empty when the policy does not ask,
 *     or when there is no place for signatures
 */
public record ImageReport(
    Resolution resolution,
    Platform platform,
    Optional<Digest> manifestDigest,
    Digest configDigest,
    List<LayerSummary> layers,
    List<DigestVerification> verifications,
    ImagePolicy policy,
    List<CheckResult> results,
    Verdict verdict,
    Optional<ImageOrigin> origin,
    Optional<Signatures> signatures) {
  /** Copies the lists. */
  public ImageReport {
    layers = List.copyOf(layers);
    verifications = List.copyOf(verifications);
    results = List.copyOf(results);
  }

  /** The result for an image of whose base and signatures nobody says or asks anything. */
  public ImageReport(
      Resolution resolution,
      Platform platform,
      Optional<Digest> manifestDigest,
      Digest configDigest,
      List<LayerSummary> layers,
      List<DigestVerification> verifications,
      ImagePolicy policy,
      List<CheckResult> results,
      Verdict verdict) {
    this(
        resolution,
        platform,
        manifestDigest,
        configDigest,
        layers,
        verifications,
        policy,
        results,
        verdict,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with who signed it. */
  ImageReport withSignatures(Signatures found) {
    return new ImageReport(
        resolution,
        platform,
        manifestDigest,
        configDigest,
        layers,
        verifications,
        policy,
        results,
        verdict,
        origin,
        Optional.of(found));
  }

  /** Whether the integrity check failed. */
  boolean isIntegrityBroken() {
    for (CheckResult result : results) {
      if (result.check().equals(CheckId.INTEGRITY) && result.verdict() == Verdict.FAIL) {
        return true;
      }
    }
    return false;
  }

  /**
   * One layer.
   *
   * @param index position, 0 is the lowest
   * @param mediaType as the manifest says, where there is one
   * @param digest of the stored bytes, computed when they were read, else as declared
   * @param diffId of the uncompressed bytes, computed when they were read, else as declared
   * @param storedSize bytes; -1 when not known
   * @param uncompressedSize bytes; -1 when not read
   * @param compression as told by the first bytes; empty when not read
   * @param entries tar entries; -1 when not read
   * @param instruction the build step, when the history allows to tell
   * @param read "now", "earlier" (cache) or "no"
   * @param problem why it was not read
   */
  public record LayerSummary(
      int index,
      Optional<String> mediaType,
      Optional<Digest> digest,
      Optional<Digest> diffId,
      long storedSize,
      long uncompressedSize,
      String compression,
      int entries,
      Optional<String> instruction,
      String read,
      Optional<String> problem) {}
}
