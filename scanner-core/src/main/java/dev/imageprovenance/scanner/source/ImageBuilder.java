package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageCopy;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts an image together from its verified documents; not thread-safe. */
final class ImageBuilder {
  private final ContentStore store;
  private final DocumentReader documents;
  private final String requested;
  private final String rootFrom;
  private final DocumentReader.Verified root;
  private final Map<Digest, DocumentReader.Verified> manifests = new HashMap<>();
  private final Map<Digest, ImageConfig> configs = new HashMap<>();

  ImageBuilder(
      ContentStore store,
      DocumentReader documents,
      String requested,
      String rootFrom,
      DocumentReader.Verified root) {
    this.store = store;
    this.documents = documents;
    this.requested = requested;
    this.rootFrom = rootFrom;
    this.root = root;
  }

  /** The image of a manifest that the root is itself. */
  Image image(ImageManifest manifest) {
    List<Resolution.Step> steps =
        List.of(
            new Resolution.Step(
                rootFrom, DigestKind.MANIFEST, manifest.digest(), DigestOrigin.COMPUTED));
    return build(
        manifest,
        Optional.empty(),
        steps,
        root.verification().stream().toList(),
        root.anomalies(),
        List.of());
  }

  /**
   * The image of a child of an index.
   *
   * @param copies children with the same config
   */
  Image image(IndexWalk.Leaf leaf, List<ImageAnomaly> indexAnomalies, List<IndexWalk.Leaf> copies) {
    DocumentReader.Verified verified = verified(leaf);
    ImageManifest manifest = IndexWalk.requireManifest(verified.manifest());
    requireImage(manifest);
    List<Resolution.Step> steps = new ArrayList<>();
    String from = rootFrom;
    for (ImageIndex parent : leaf.parents()) {
      steps.add(ImageResolver.indexStep(from, parent));
      from = "nested index";
    }
    steps.add(
        new Resolution.Step(
            leaf.platform().map(Platform::toString).orElse("no platform named"),
            DigestKind.MANIFEST,
            manifest.digest(),
            DigestOrigin.COMPUTED));
    List<DigestVerification> verifications = new ArrayList<>();
    root.verification().ifPresent(verifications::add);
    verified.verification().ifPresent(verifications::add);
    List<ImageAnomaly> anomalies = new ArrayList<>(root.anomalies());
    anomalies.addAll(indexAnomalies);
    anomalies.addAll(verified.anomalies());
    for (IndexWalk.Leaf copy : copies) {
      verified(copy)
          .verification()
          .ifPresent(
              verification -> verifications.add(verification.ofCopy(verification.expected())));
      anomalies.addAll(verified(copy).anomalies());
    }
    return build(
        manifest,
        Optional.of(leaf.descriptor()),
        steps,
        verifications,
        anomalies,
        copies.stream().map(this::manifest).toList());
  }

  /** The platform that a child's config names, for a child whose index names none. */
  Platform platform(IndexWalk.Leaf leaf) {
    ImageManifest manifest = manifest(leaf);
    return IndexWalk.artifactType(manifest).isPresent()
        ? Platform.of("", "")
        : config(manifest).platform();
  }

  /** The verified manifest of a child. */
  ImageManifest manifest(IndexWalk.Leaf leaf) {
    return IndexWalk.requireManifest(verified(leaf).manifest());
  }

  private DocumentReader.Verified verified(IndexWalk.Leaf leaf) {
    return leaf.verified()
        .orElseGet(
            () ->
                manifests.computeIfAbsent(
                    leaf.descriptor().digest(),
                    digest -> documents.byDescriptor(leaf.descriptor())));
  }

  private ImageConfig config(ImageManifest manifest) {
    return configs.computeIfAbsent(
        manifest.config().digest(), digest -> documents.config(manifest.config()));
  }

  private void requireImage(ImageManifest manifest) {
    IndexWalk.artifactType(manifest)
        .ifPresent(
            type -> {
              throw new ScanException(
                  ProblemKind.UNSUPPORTED,
                  "Manifest "
                      + manifest.digest()
                      + " in the index of "
                      + Text.escape(requested)
                      + " is an artifact of type "
                      + Text.excerpt(type)
                      + ", not an image",
                  "Choose an image with --platform.",
                  null);
            });
  }

  private Image build(
      ImageManifest manifest,
      Optional<Descriptor> indexDescriptor,
      List<Resolution.Step> steps,
      List<DigestVerification> before,
      List<ImageAnomaly> documentAnomalies,
      List<ImageManifest> copies) {
    ImageConfig config = config(manifest);
    List<DigestVerification> verifications = new ArrayList<>(before);
    verifications.add(
        DigestVerification.compared(
            DigestKind.CONFIG,
            Optional.empty(),
            manifest.config().digest(),
            DigestOrigin.DESCRIPTOR,
            config.digest(),
            When.NOW));
    List<ImageAnomaly> anomalies = new ArrayList<>(documentAnomalies);
    anomalies.addAll(anomalies(manifest, config, indexDescriptor));
    copies.forEach(copy -> anomalies.addAll(layerAnomalies(copy, config)));
    return new Image(
        new Resolution(requested, store.kind(), store.name(), steps),
        indexDescriptor,
        Optional.of(manifest),
        config,
        layers(manifest, config),
        new ContentStoreLayerReader(store),
        verifications,
        anomalies,
        copies.stream().map(copy -> new ImageCopy(copy.digest(), layers(copy, config))).toList());
  }

  private static List<ImageLayer> layers(ImageManifest manifest, ImageConfig config) {
    List<ImageLayer> layers = new ArrayList<>();
    boolean countsAgree = manifest.layers().size() == config.diffIds().size();
    List<ImageConfig.History> history = countsAgree ? config.layerHistory() : List.of();
    int count = Math.max(manifest.layers().size(), config.diffIds().size());
    for (int i = 0; i < count; i++) {
      Optional<Descriptor> descriptor = at(manifest.layers(), i);
      Optional<Digest> diffId = at(config.diffIds(), i);
      layers.add(
          new ImageLayer(
              i,
              descriptor,
              descriptor.map(Descriptor::digest).or(() -> diffId).map(Digest::toString).orElse(""),
              descriptor.map(Descriptor::size).orElse(-1L),
              diffId,
              at(history, i)));
    }
    return layers;
  }

  private static <T> Optional<T> at(List<T> list, int index) {
    return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
  }

  private static List<ImageAnomaly> anomalies(
      ImageManifest manifest, ImageConfig config, Optional<Descriptor> indexDescriptor) {
    List<ImageAnomaly> anomalies = new ArrayList<>();
    indexDescriptor
        .flatMap(Descriptor::platform)
        .filter(platform -> !platform.sameAs(config.platform()))
        .ifPresent(
            platform ->
                anomalies.add(
                    new ImageAnomaly(
                        ImageAnomaly.Kind.PLATFORM_MISMATCH,
                        "manifest " + manifest.digest(),
                        "The index says " + platform + ", the config says " + config.platform())));
    config
        .oddities()
        .forEach(
            key ->
                anomalies.add(
                    new ImageAnomaly(
                        ImageAnomaly.Kind.FOLDED_KEY,
                        "config " + config.digest(),
                        "The key \""
                            + key
                            + "\" is spelled so that only engines that fold case"
                            + " see it")));
    if (manifest.layers().isEmpty() && config.diffIds().isEmpty()) {
      anomalies.add(
          new ImageAnomaly(
              ImageAnomaly.Kind.NO_LAYERS,
              "manifest " + manifest.digest(),
              "The image has no layers"));
    }
    anomalies.addAll(layerAnomalies(manifest, config));
    return anomalies;
  }

  /** What is odd about how a manifest lists the layers of a config. */
  private static List<ImageAnomaly> layerAnomalies(ImageManifest manifest, ImageConfig config) {
    List<ImageAnomaly> anomalies = new ArrayList<>();
    if (manifest.layers().size() != config.diffIds().size()) {
      anomalies.add(
          new ImageAnomaly(
              ImageAnomaly.Kind.LAYER_COUNT_MISMATCH,
              "manifest " + manifest.digest(),
              "The manifest has "
                  + manifest.layers().size()
                  + " layers, the config "
                  + config.diffIds().size()
                  + " diffIDs"));
    }
    for (int i = 0; i < manifest.layers().size(); i++) {
      Descriptor layer = manifest.layers().get(i);
      if (!layer.mediaType().isLayer()) {
        anomalies.add(
            new ImageAnomaly(
                ImageAnomaly.Kind.MEDIA_TYPE_MISMATCH,
                "layer " + (i + 1) + " (" + layer.digest() + ")",
                "Its type "
                    + layer.mediaType()
                    + " is no layer type; some engines unpack it"
                    + " anyway"));
      }
    }
    return anomalies;
  }
}
