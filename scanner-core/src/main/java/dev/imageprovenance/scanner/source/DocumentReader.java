package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.ContentStore.StoredManifest;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageConfigParser;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.ManifestParser;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads manifests and configs from a content store and lets none pass whose size or digest is not
 * what was promised; thread-safe.
 */
final class DocumentReader {
  private static final long MOST_REMEMBERED_BYTES = 16L << 20;

  private final ContentStore store;
  private final ScanContext context;
  private final Map<Digest, Remembered> remembered = new ConcurrentHashMap<>();
  private final AtomicLong rememberedBytes = new AtomicLong();

  DocumentReader(ContentStore store, ScanContext context) {
    this.store = store;
    this.context = context;
  }

  /**
   * A manifest or index with what was proved of it.
   *
   * @param verification what became of the promised digest; empty when nobody promised one
   */
  record Verified(
      Manifest manifest, Optional<DigestVerification> verification, List<ImageAnomaly> anomalies) {}

  /** What the tag points at now, compared with the digest that the store gave beside it. */
  Verified byTag(String tag) {
    StoredManifest stored = store.manifestByTag(tag);
    Optional<Digest> claimed =
        stored.claimedDigest().filter(digest -> digest.knownAlgorithm().isPresent());
    DigestAlgorithm algorithm =
        claimed.flatMap(Digest::knownAlgorithm).orElse(DigestAlgorithm.SHA256);
    claimed.ifPresent(
        digest -> requireDigest(stored.raw(), digest, "the manifest of tag " + tag, "registry"));
    return verified(stored, algorithm, claimed, DigestOrigin.REGISTRY, Optional.empty());
  }

  /** The document of that digest. */
  Verified byDigest(Digest digest) {
    return byPromise(digest, DigestOrigin.REQUEST, Optional.empty());
  }

  /** The document that a verified index or a layout describes. */
  Verified byDescriptor(Descriptor descriptor) {
    if (descriptor.size() > context.limits().manifestBytes()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "Manifest "
              + descriptor.digest()
              + " is said to have "
              + descriptor.size()
              + " bytes, more than the limit manifestBytes of "
              + context.limits().manifestBytes());
    }
    Remembered known = remembered.get(descriptor.digest());
    if (known != null && known.wasPromisedBy(descriptor)) {
      return known.document();
    }
    Verified read =
        byPromise(descriptor.digest(), DigestOrigin.DESCRIPTOR, Optional.of(descriptor));
    remember(descriptor, read);
    return read;
  }

  /** A document, and the size and type that were promised when it was read. */
  private record Remembered(long size, String mediaType, Verified document) {
    boolean wasPromisedBy(Descriptor descriptor) {
      return size == descriptor.size() && mediaType.equals(descriptor.mediaType().value());
    }
  }

  /** One resolution after another of the same index asks for the same children. */
  private void remember(Descriptor descriptor, Verified verified) {
    if (rememberedBytes.addAndGet(verified.manifest().raw().size()) <= MOST_REMEMBERED_BYTES) {
      remembered.put(
          descriptor.digest(),
          new Remembered(descriptor.size(), descriptor.mediaType().value(), verified));
    }
  }

  /** The config that a verified manifest describes. */
  ImageConfig config(Descriptor descriptor) {
    DigestAlgorithm algorithm = requireKnown(descriptor.digest(), "config");
    String what = "the image config " + descriptor.digest() + " of " + store.name();
    if (descriptor.size() > context.limits().configBytes()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The image config "
              + descriptor.digest()
              + " is said to have "
              + descriptor.size()
              + " bytes, more than the limit configBytes of "
              + context.limits().configBytes());
    }
    RawDocument raw;
    try (InputStream in = store.blob(descriptor)) {
      raw = RawDocument.of(in.readNBytes((int) descriptor.size() + 1));
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Reading " + what + " broke off: " + Text.excerpt(String.valueOf(e.getMessage())),
          "Try again; if it happens again, look at the registry or the file.",
          e);
    }
    requireSize(raw, descriptor.size(), what);
    requireDigest(raw, descriptor.digest(), what, "manifest");
    return ImageConfigParser.parse(raw, algorithm, context.limits());
  }

  private Verified byPromise(
      Digest digest, DigestOrigin promisedBy, Optional<Descriptor> descriptor) {
    DigestAlgorithm algorithm = requireKnown(digest, "manifest");
    StoredManifest stored = store.manifestByDigest(digest);
    String what = "the manifest " + digest + " of " + store.name();
    descriptor.ifPresent(promise -> requireSize(stored.raw(), promise.size(), what));
    requireDigest(stored.raw(), digest, what, promisedBy.label());
    stored
        .claimedDigest()
        .filter(claimed -> claimed.knownAlgorithm().isPresent())
        .ifPresent(claimed -> requireDigest(stored.raw(), claimed, what, "registry"));
    return verified(stored, algorithm, Optional.of(digest), promisedBy, descriptor);
  }

  private Verified verified(
      StoredManifest stored,
      DigestAlgorithm algorithm,
      Optional<Digest> promised,
      DigestOrigin promisedBy,
      Optional<Descriptor> descriptor) {
    Optional<MediaType> declared =
        stored.mediaType().or(() -> descriptor.map(Descriptor::mediaType));
    Manifest manifest = ManifestParser.parse(stored.raw(), algorithm, declared, context.limits());
    DigestKind kind = manifest instanceof ImageIndex ? DigestKind.INDEX : DigestKind.MANIFEST;
    List<ImageAnomaly> anomalies = new ArrayList<>();
    stored.mediaType().ifPresent(type -> compareTypes("The response", type, manifest, anomalies));
    descriptor.ifPresent(
        promise -> compareTypes("The descriptor", promise.mediaType(), manifest, anomalies));
    return new Verified(
        manifest,
        promised.map(
            digest ->
                DigestVerification.compared(
                    kind, Optional.empty(), digest, promisedBy, manifest.digest(), When.NOW)),
        anomalies);
  }

  private static void compareTypes(
      String who, MediaType said, Manifest manifest, List<ImageAnomaly> anomalies) {
    if (!said.equals(manifest.mediaType())) {
      anomalies.add(
          new ImageAnomaly(
              ImageAnomaly.Kind.MEDIA_TYPE_MISMATCH,
              "manifest " + manifest.digest(),
              who + " says " + said + ", the document is " + manifest.mediaType()));
    }
  }

  private static DigestAlgorithm requireKnown(Digest digest, String what) {
    return digest
        .knownAlgorithm()
        .orElseThrow(
            () ->
                new ScanException(
                    ProblemKind.UNSUPPORTED,
                    "The "
                        + what
                        + " digest "
                        + digest
                        + " cannot be verified: "
                        + digest.algorithm()
                        + " is not supported",
                    "Supported are sha256 and sha512.",
                    null));
  }

  private static void requireSize(RawDocument raw, long promised, String what) {
    if (raw.size() != promised) {
      throw new ScanException(
          ProblemKind.INTEGRITY,
          "The size of "
              + what
              + " is wrong: the descriptor promises "
              + promised
              + " bytes, "
              + (raw.size() > promised ? "more came" : raw.size() + " came"),
          "Do not run this image: what is stored is not what was described.",
          null);
    }
  }

  private static void requireDigest(RawDocument raw, Digest promised, String what, String by) {
    Digest actual = raw.digest(promised.knownAlgorithm().orElseThrow(IllegalStateException::new));
    if (!actual.equals(promised)) {
      throw new ScanException(
          ProblemKind.INTEGRITY,
          "The bytes of "
              + what
              + " do not have the promised digest: promised by "
              + by
              + ": "
              + promised
              + ", computed "
              + actual,
          "Do not run this image: what was sent is not what was asked for.",
          null);
    }
  }
}
