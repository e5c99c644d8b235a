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
  private final PatientStore store;
  private final long maxBytes;

  Blobs(PatientStore store, long maxBytes) {
    this.store = store;
    this.maxBytes = maxBytes;
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
