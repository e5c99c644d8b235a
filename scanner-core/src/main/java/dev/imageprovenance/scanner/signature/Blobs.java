package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.discovery.PatientStore;
import java.io.IOException;
import java.io.InputStream;

/** Reads the small blobs of signatures, each compared with its descriptor; not thread-safe. */
final class Blobs {
  /** So many of the largest blobs may be read for one image: a list can name one ever again. */
  private static final int MOST_OF_THE_LARGEST = 32;

  private final PatientStore store;
  private final long maxBytes;
  private long left;

  Blobs(PatientStore store, long maxBytes) {
    this.store = store;
    this.maxBytes = maxBytes;
    this.left = maxBytes * MOST_OF_THE_LARGEST;
  }

  /**
   * Counts bytes that are read, or looked at once more.
   *
   * @throws ScanException LIMIT if there were too many
   */
  void spend(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "What is signed about the image has more than "
              + MOST_OF_THE_LARGEST
              + " times the limit payloadBytes of "
              + maxBytes
              + " together");
    }
  }

  /**
   * The bytes of {@code descriptor}.
   *
   * @throws ScanException INTEGRITY if they are others, LIMIT, UNSUPPORTED, or what the store
   *     throws
   */
  RawDocument read(Descriptor descriptor) {
    DigestAlgorithm algorithm =
        descriptor
            .digest()
            .knownAlgorithm()
            .orElseThrow(
                () ->
                    new ScanException(
                        ProblemKind.UNSUPPORTED,
                        "The blob " + descriptor.digest() + " cannot be verified"));
    if (descriptor.size() > maxBytes) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The blob "
              + descriptor.digest()
              + " has "
              + descriptor.size()
              + " bytes, more than the limit payloadBytes of "
              + maxBytes);
    }
    spend(descriptor.size());
    RawDocument raw = store.ask(() -> bytes(descriptor));
    Digest actual = raw.digest(algorithm);
    if (!actual.equals(descriptor.digest())) {
      throw new ScanException(
          ProblemKind.INTEGRITY,
          "The stored bytes are not those of the descriptor: promised "
              + descriptor.digest()
              + ", computed "
              + actual);
    }
    return raw;
  }

  private RawDocument bytes(Descriptor descriptor) {
    try (InputStream in = store.blob(descriptor)) {
      return RawDocument.of(in.readNBytes((int) descriptor.size() + 1));
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Reading the blob "
              + descriptor.digest()
              + " broke off: "
              + Text.excerpt(String.valueOf(e.getMessage())),
          null,
          e);
    }
  }
}
