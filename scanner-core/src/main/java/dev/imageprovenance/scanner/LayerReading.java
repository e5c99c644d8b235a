package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of reading one layer, and how that compares with what the image promises; immutable.
 *
 * @param layer as the documents describe it
 * @param outcome what reading it gave
 * @param copy the manifest of the copy whose layer it is; empty for the image itself
 */
record LayerReading(ImageLayer layer, Outcome outcome, Optional<Digest> copy) {
  /** A reading of one of the image's own layers. */
  LayerReading(ImageLayer layer, Outcome outcome) {
    this(layer, outcome, Optional.empty());
  }

  /** What reading a layer gave. */
  sealed interface Outcome {
    /**
     * Facts of the whole layer.
     *
     * @param storedHashed when the stored bytes were hashed
     * @param walked when they were inflated, hashed again and walked
     */
    record Read(LayerFacts facts, When storedHashed, When walked) implements Outcome {}

    /** The bytes break a promise or their format. */
    record Broken(String reason) implements Outcome {}

    /** Nobody could look. */
    record Unread(String reason) implements Outcome {}
  }

  Fact<LayerFacts> facts() {
    if (outcome instanceof Outcome.Read read) {
      return Fact.known(read.facts());
    }
    return Fact.unknown(
        name()
            + " could not be read: "
            + (outcome instanceof Outcome.Broken broken
                ? broken.reason()
                : ((Outcome.Unread) outcome).reason()));
  }

  boolean fromCache() {
    return outcome instanceof Outcome.Read read && read.walked() == When.EARLIER;
  }

  /** The layer's digests, each with what became of it. */
  List<DigestVerification> verifications() {
    List<DigestVerification> verifications = new ArrayList<>();
    layer.descriptor().ifPresent(descriptor -> verifications.add(stored(descriptor)));
    layer.archiveDigest().ifPresent(claimed -> verifications.add(named(claimed)));
    layer.diffId().ifPresent(diffId -> verifications.add(uncompressed(diffId)));
    copy.ifPresent(manifest -> verifications.replaceAll(digest -> digest.ofCopy(manifest)));
    return verifications;
  }

  private String name() {
    return "layer "
        + (layer.index() + 1)
        + copy.map(manifest -> " of the copy " + manifest).orElse("");
  }

  /** What an honest builder does not write about this layer. */
  List<ImageAnomaly> anomalies() {
    if (!(outcome instanceof Outcome.Read read) || layer.descriptor().isEmpty()) {
      return List.of();
    }
    MediaType mediaType = layer.descriptor().get().mediaType();
    Optional<Compression> declared = declaredCompression(mediaType);
    Compression found = read.facts().compression();
    if (declared.isEmpty() || declared.get() == found) {
      return List.of();
    }
    return List.of(
        new ImageAnomaly(
            ImageAnomaly.Kind.MEDIA_TYPE_MISMATCH,
            name() + " (" + layer.displayDigest() + ")",
            "Its type "
                + mediaType
                + " says "
                + declared.get().label()
                + ", its content is "
                + found.label()));
  }

  private DigestVerification stored(Descriptor descriptor) {
    DigestVerification compared =
        compared(
            DigestKind.LAYER,
            descriptor.digest(),
            DigestOrigin.DESCRIPTOR,
            read -> read.facts().storedDigest(),
            Outcome.Read::storedHashed);
    if (outcome instanceof Outcome.Read read
        && compared.status() == Status.VERIFIED
        && read.facts().storedSize() != descriptor.size()) {
      return new DigestVerification(
          compared.kind(),
          compared.layerIndex(),
          compared.expected(),
          compared.expectedFrom(),
          compared.actual(),
          Status.MISMATCH,
          compared.when(),
          "the descriptor promises "
              + descriptor.size()
              + " bytes, there are "
              + read.facts().storedSize());
    }
    return compared;
  }

  /** A file's name in an archive may promise its stored bytes or, from some builders, the plain. */
  private DigestVerification named(Digest claimed) {
    return compared(
        DigestKind.LAYER,
        claimed,
        DigestOrigin.ARCHIVE,
        read ->
            read.facts().diffId().equals(claimed)
                ? read.facts().diffId()
                : read.facts().storedDigest(),
        Outcome.Read::storedHashed);
  }

  private DigestVerification uncompressed(Digest diffId) {
    return compared(
        DigestKind.DIFF_ID,
        diffId,
        DigestOrigin.CONFIG,
        read -> read.facts().diffId(),
        Outcome.Read::walked);
  }

  private DigestVerification compared(
      DigestKind kind,
      Digest expected,
      DigestOrigin from,
      Function<Outcome.Read, Digest> computed,
      Function<Outcome.Read, When> when) {
    Optional<Integer> index = Optional.of(layer.index());
    if (expected.knownAlgorithm().isEmpty()) {
      return DigestVerification.unverifiable(
          kind, index, expected, from, "the algorithm " + expected.algorithm() + " is unsupported");
    }
    if (outcome instanceof Outcome.Read read) {
      return DigestVerification.compared(
          kind, index, expected, from, computed.apply(read), when.apply(read));
    }
    if (outcome instanceof Outcome.Broken broken) {
      return new DigestVerification(
          kind,
          index,
          expected,
          from,
          Optional.empty(),
          Status.MISMATCH,
          When.NOW,
          broken.reason());
    }
    return DigestVerification.unverifiable(
        kind, index, expected, from, ((Outcome.Unread) outcome).reason());
  }

  private static Optional<Compression> declaredCompression(MediaType mediaType) {
    String value = mediaType.value();
    if (!mediaType.isLayer()) {
      return Optional.empty();
    }
    if (value.endsWith("gzip")) {
      return Optional.of(Compression.GZIP);
    }
    if (value.endsWith("zstd")) {
      return Optional.of(Compression.ZSTD);
    }
    return value.endsWith("tar") ? Optional.of(Compression.NONE) : Optional.empty();
  }
}
