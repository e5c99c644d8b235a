package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the first rung that is proved of two images of one platform, and reads no more than that
 * takes; not thread-safe, as its reading is not.
 */
public final class Ladder {
  /** Of more fields that differ the rest is counted. */
  private static final int MOST_FIELDS = 3;

  private final ImageReading reading;
  private final Limits limits;
  private final boolean rehash;

  /**
   * A ladder that reads through {@code reading}.
   *
   * @param rehash whether an engine's layers are read even where its records would do
   */
  public Ladder(ImageReading reading, Limits limits, boolean rehash) {
    this.reading = reading;
    this.limits = limits;
    this.rehash = rehash;
  }

  /**
   * Compares the deployed image with the registry's.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException if the deployed image's documents are
   *     needed and cannot be had
   */
  public ImageComparison compare(ImageCandidate deployed, Image registry) {
    if (!rehash && deployed.record().isPresent()) {
      Optional<ImageComparison> asserted = byRecord(deployed.record().get(), registry);
      if (asserted.isPresent()) {
        return asserted.get();
      }
    }
    return byBytes(deployed, registry);
  }

  /** Whether an engine's own words lead from {@code deployed} to {@code registry}. */
  public static boolean isRecorded(ImageCandidate deployed, Image registry) {
    return deployed.record().filter(record -> recordsIdentity(record, registry)).isPresent();
  }

  private Optional<ImageComparison> byRecord(EngineRecord record, Image registry) {
    requireDiffIds(registry);
    ComparisonDraft draft =
        new ComparisonDraft(
            registry.config().platform(),
            ImageIdentity.of(record, digests(registry, DigestKind.INDEX)),
            ImageIdentity.of(registry));
    draft.assurance = Assurance.ASSERTED_BY_ENGINE;
    draft.registryVerifications.addAll(registry.verifications());
    Optional<ImageComparison> stopped = draft.stopped();
    if (stopped.isPresent()) {
      return stopped;
    }
    if (recordsIdentity(record, registry)) {
      return Optional.of(draft.reached(Rung.IDENTICAL, recordedProof(record, registry)));
    }
    boolean sameConfig =
        record.idKind() == EngineRecord.IdKind.CONFIG
            && record.imageId().equals(registry.config().digest())
            && record.diffIds().equals(registry.config().diffIds());
    return sameConfig ? Optional.of(byRecordedConfig(draft, registry)) : Optional.empty();
  }

  /** Whether the engine's own words lead, document by document, to the registry's image. */
  private static boolean recordsIdentity(EngineRecord record, Image registry) {
    List<Digest> documents = documents(registry);
    if (record.idKind() == EngineRecord.IdKind.MANIFEST_OR_INDEX) {
      return documents.contains(record.imageId());
    }
    return record.imageId().equals(registry.config().digest())
        && record.repoDigests().stream()
            .anyMatch(recorded -> documents.contains(recorded.digest()));
  }

  private static String recordedProof(EngineRecord record, Image registry) {
    List<Digest> documents = documents(registry);
    return record.idKind() == EngineRecord.IdKind.MANIFEST_OR_INDEX
        ? "the engine's image ID is the registry's " + kind(record.imageId(), registry)
        : record.repoDigests().stream()
                .filter(recorded -> documents.contains(recorded.digest()))
                .map(recorded -> "the engine records the " + kind(recorded.digest(), registry))
                .findFirst()
                .orElse("the engine records the manifest")
            + ", which leads to its image ID";
  }

  private static String kind(Digest digest, Image registry) {
    return digests(registry, DigestKind.INDEX).contains(digest)
        ? DigestKind.INDEX.label()
        : DigestKind.MANIFEST.label();
  }

  private ImageComparison byRecordedConfig(ComparisonDraft draft, Image registry) {
    draft.registryVerifications.addAll(reading.verifyLayers(registry, all(registry)));
    Optional<ImageComparison> stopped = draft.stopped();
    return stopped.orElseGet(
        () ->
            draft.reached(
                Rung.SAME_IMAGE,
                "the engine's image ID is the digest of the registry's config, and the registry's"
                    + " layers have the diffIDs of that config; the engine records no digest of"
                    + " this manifest"));
  }

  /**
   * What speaks against taking {@code image} for what its documents promise: a layer whose bytes
   * have another digest or could not be read. Empty when every byte is as promised.
   *
   * @throws ScanException MALFORMED when some layer has no diffID at all
   */
  public Optional<ImageComparison> contradiction(Image image) {
    requireDiffIds(image);
    ComparisonDraft draft =
        new ComparisonDraft(
            image.config().platform(), ImageIdentity.of(image), ImageIdentity.of(image));
    draft.deployedVerifications.addAll(image.verifications());
    draft.deployedVerifications.addAll(reading.verifyLayers(image, all(image)));
    return draft.stopped();
  }

  /** A layer without a diffID is promised by nobody, and podman runs it all the same. */
  private static void requireDiffIds(Image image) {
    int diffIds = image.config().diffIds().size();
    int layers =
        image.manifest().map(manifest -> manifest.layers().size()).orElse(image.layers().size());
    if (diffIds != layers) {
      throw new ScanException(
          ProblemKind.MALFORMED,
          "The image "
              + Text.escape(image.resolution().requested())
              + " has "
              + layers
              + " layers, and its config promises "
              + diffIds
              + " diffIDs",
          "Build and push the image anew: engines run different files of such an image.",
          null);
    }
  }

  private ImageComparison byBytes(ImageCandidate candidate, Image registry) {
    Image deployed = candidate.image();
    requireDiffIds(deployed);
    requireDiffIds(registry);
    ComparisonDraft draft =
        new ComparisonDraft(
            registry.config().platform(),
            candidate
                .record()
                .map(it -> ImageIdentity.of(it, digests(registry, DigestKind.INDEX), deployed))
                .orElseGet(() -> ImageIdentity.of(deployed)),
            ImageIdentity.of(registry));
    draft.deployedVerifications.addAll(deployed.verifications());
    draft.registryVerifications.addAll(registry.verifications());
    Optional<ImageComparison> stopped = draft.stopped();
    if (stopped.isPresent()) {
      return stopped.get();
    }
    if (hasSameManifest(deployed, registry)) {
      return bySameManifest(draft, deployed);
    }
    if (deployed.config().diffIds().equals(registry.config().diffIds())) {
      return byLayers(draft, candidate, deployed, registry);
    }
    return byTrees(draft, deployed, registry);
  }

  /** Local bytes are hashed before they are believed; a registry's would cost a request each. */
  private ImageComparison bySameManifest(ComparisonDraft draft, Image deployed) {
    if (rehash || deployed.reader().isLocal()) {
      draft.deployedVerifications.addAll(reading.verifyLayers(deployed, all(deployed)));
    }
    return draft
        .stopped()
        .orElseGet(() -> draft.reached(Rung.IDENTICAL, "the manifest digest is the same"));
  }

  private static boolean hasSameManifest(Image deployed, Image registry) {
    return deployed.manifest().isPresent()
        && deployed
            .manifest()
            .map(ImageManifest::digest)
            .equals(registry.manifest().map(ImageManifest::digest));
  }

  /** The configs promise the same layers; whether they are, their bytes must show. */
  private ImageComparison byLayers(
      ComparisonDraft draft, ImageCandidate candidate, Image deployed, Image registry) {
    boolean sameConfig = deployed.config().digest().equals(registry.config().digest());
    Optional<EngineRecord> identical =
        candidate.record().filter(record -> sameConfig && recordsIdentity(record, registry));
    Set<Integer> positions = otherBlobs(deployed, registry);
    draft.deployedVerifications.addAll(
        reading.verifyLayers(deployed, deployed.reader().isLocal() ? all(deployed) : positions));
    if (identical.isEmpty()) {
      draft.registryVerifications.addAll(reading.verifyLayers(registry, positions));
    }
    draft.packaging.addAll(PackagingComparison.compare(deployed, registry));
    if (!sameConfig) {
      draft.config.addAll(ConfigComparison.compare(deployed.config(), registry.config(), limits));
    }
    Optional<ImageComparison> stopped = draft.stopped();
    if (stopped.isPresent()) {
      return stopped.get();
    }
    if (identical.isPresent()) {
      draft.packaging.clear();
      return draft.reached(
          Rung.IDENTICAL,
          recordedProof(identical.get(), registry) + "; its layers were hashed again");
    }
    if (sameConfig) {
      return draft.reached(
          Rung.SAME_IMAGE, "the config digest is the same" + layersProof(positions));
    }
    draft.files = Optional.of(Fact.known(List.of()));
    return ConfigComparison.isRuntimeEqual(draft.config)
        ? draft.reached(
            Rung.SAME_RUNTIME,
            "the diffIDs are the same"
                + layersProof(positions)
                + ", and the configs differ in nothing that a runtime uses")
        : draft.reached(Rung.DIFFERENT, configReason(draft.config) + "; the layers are the same");
  }

  private static String layersProof(Set<Integer> positions) {
    return positions.isEmpty()
        ? " and so are the layer blobs"
        : ", and "
            + (positions.size() == 1 ? "1 layer was" : positions.size() + " layers were")
            + " read to the same diffIDs";
  }

  private ImageComparison byTrees(ComparisonDraft draft, Image deployed, Image registry) {
    draft.config.addAll(ConfigComparison.compare(deployed.config(), registry.config(), limits));
    LayeredComparison.Result read =
        new LayeredComparison(reading, limits, deployed, registry).compare();
    draft.deployedVerifications.addAll(read.deployedVerifications());
    draft.registryVerifications.addAll(read.registryVerifications());
    draft.files = Optional.of(read.files());
    draft.layers = Optional.of(read.layers());
    if (!(read.files() instanceof Fact.Known<List<FileDifference>> known)) {
      return unreadFiles(draft, read.files().whyUnknown().orElse(""));
    }
    List<FileDifference> files = known.value();
    Optional<ImageComparison> stopped = draft.stopped();
    if (stopped.isPresent()) {
      return stopped.get();
    }
    boolean sameRuntime = ConfigComparison.isRuntimeEqual(draft.config);
    if (files.isEmpty() && sameRuntime) {
      return draft.reached(
          Rung.SAME_CONTENT,
          "the file trees and the runtime configuration are the same; the image was rebuilt");
    }
    return draft.reached(Rung.DIFFERENT, reason(draft.config, sameRuntime, files));
  }

  /** A configuration that runs differently is a difference, whatever the files are. */
  private static ImageComparison unreadFiles(ComparisonDraft draft, String reason) {
    if (!draft.isBroken() && !ConfigComparison.isRuntimeEqual(draft.config)) {
      return draft.reached(
          Rung.DIFFERENT, configReason(draft.config) + "; the files could not be compared");
    }
    return draft.stopped().orElseGet(() -> draft.unknown(reason));
  }

  private static String reason(
      List<ConfigDifference> config, boolean sameRuntime, List<FileDifference> files) {
    List<String> reasons = new ArrayList<>();
    if (!sameRuntime) {
      reasons.add(configReason(config));
    }
    if (!files.isEmpty()) {
      reasons.add(fileReason(files));
    }
    return String.join("; ", reasons);
  }

  /** Names of variables and of unknown fields are the image's own words. */
  private static String configReason(List<ConfigDifference> config) {
    List<String> fields =
        config.stream()
            .filter(difference -> difference.effect() == ConfigDifference.Effect.RUNTIME)
            .map(difference -> Text.excerpt(difference.field().replaceFirst("^config\\.", "")))
            .toList();
    int named = Math.min(fields.size(), MOST_FIELDS);
    return "the configuration differs: "
        + String.join(", ", fields.subList(0, named))
        + (named == fields.size() ? "" : " and " + (fields.size() - named) + " more");
  }

  private static String fileReason(List<FileDifference> files) {
    long severe = files.stream().filter(file -> file.severity().isAtLeast(Severity.HIGH)).count();
    return (files.size() == 1 ? "1 path differs" : files.size() + " paths differ")
        + (severe == 0 ? "" : ", " + severe + " of them severe");
  }

  /** The layers whose stored bytes are not known to be the same ones. */
  private static Set<Integer> otherBlobs(Image deployed, Image registry) {
    Set<Integer> positions = new TreeSet<>();
    int count = Math.max(deployed.layers().size(), registry.layers().size());
    for (int i = 0; i < count; i++) {
      Optional<Digest> now = blob(deployed, i);
      if (now.isEmpty() || !now.equals(blob(registry, i))) {
        positions.add(i);
      }
    }
    return positions;
  }

  private static Optional<Digest> blob(Image image, int position) {
    return position < image.layers().size()
        ? image.layers().get(position).descriptor().map(Descriptor::digest)
        : Optional.empty();
  }

  private static Set<Integer> all(Image image) {
    return image.layers().stream()
        .map(ImageLayer::index)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The index, nested indexes and manifest that lead to {@code image}. */
  private static List<Digest> documents(Image image) {
    return image.resolution().steps().stream()
        .filter(step -> step.kind() == DigestKind.INDEX || step.kind() == DigestKind.MANIFEST)
        .map(Resolution.Step::digest)
        .toList();
  }

  private static List<Digest> digests(Image image, DigestKind kind) {
    return image.resolution().steps().stream()
        .filter(step -> step.kind() == kind)
        .map(Resolution.Step::digest)
        .toList();
  }
}
