package dev.imageprovenance.scanner.image;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.util.Optional;

/**
 * One digest that was promised, and what became of the promise; immutable.
 *
 * @param kind what the digest is taken over
 * @param layerIndex the layer it is about, for LAYER and DIFF_ID
 * @param expected the promised digest
 * @param expectedFrom who promised it
 * @param actual the digest of the bytes, when they were read and the algorithm is known
 * @param status the outcome
 * @param when whether the bytes were read in this scan or an earlier one
 * @param note why it is unverifiable, or what differs beside the digest; empty when there is
 *     nothing
 * @param copy the manifest of the copy that it is about; empty for the image itself
 */
public record DigestVerification(
    DigestKind kind,
    Optional<Integer> layerIndex,
    Digest expected,
    DigestOrigin expectedFrom,
    Optional<Digest> actual,
    Status status,
    When when,
    String note,
    Optional<Digest> copy) {
  /** A digest of the image itself. */
  public DigestVerification(
      DigestKind kind,
      Optional<Integer> layerIndex,
      Digest expected,
      DigestOrigin expectedFrom,
      Optional<Digest> actual,
      Status status,
      When when,
      String note) {
    this(kind, layerIndex, expected, expectedFrom, actual, status, when, note, Optional.empty());
  }

  /** The same of a copy of the image. */
  public DigestVerification ofCopy(Digest manifest) {
    return new DigestVerification(
        kind,
        layerIndex,
        expected,
        expectedFrom,
        actual,
        status,
        when,
        note,
        Optional.of(manifest));
  }

  /** The outcome. */
  public enum Status {
    VERIFIED,
    MISMATCH,
    /** Nobody could look: unsupported algorithm, foreign layer, broken connection, a limit. */
    UNVERIFIABLE
  }

  /** When the bytes were hashed. */
  public enum When {
    NOW,
    EARLIER
  }

  /** Compares {@code expected} with {@code actual}, which was computed in this scan. */
  public static DigestVerification compared(
      DigestKind kind,
      Optional<Integer> layerIndex,
      Digest expected,
      DigestOrigin expectedFrom,
      Digest actual,
      When when) {
    return new DigestVerification(
        kind,
        layerIndex,
        expected,
        expectedFrom,
        Optional.of(actual),
        expected.equals(actual) ? Status.VERIFIED : Status.MISMATCH,
        when,
        "");
  }

  /** Nobody could look, because of {@code reason}. */
  public static DigestVerification unverifiable(
      DigestKind kind,
      Optional<Integer> layerIndex,
      Digest expected,
      DigestOrigin expectedFrom,
      String reason) {
    return new DigestVerification(
        kind,
        layerIndex,
        expected,
        expectedFrom,
        Optional.empty(),
        Status.UNVERIFIABLE,
        When.NOW,
        reason);
  }
}
