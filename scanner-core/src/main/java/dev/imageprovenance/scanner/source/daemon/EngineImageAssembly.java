package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.Resolution.Step;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.ArchivedImage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.archive.ArchivedImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts what an engine asserts of an image beside what was computed from the bytes that it saves;
 * immutable.
 *
 * @param requested what a person asked for
 * @param kind which engine
 * @param servedBy the engine and where it listens
 * @param from what was looked up: "image app:1"
 * @param claimed what the engine says of the image
 */
record EngineImageAssembly(
    String requested, SourceKind kind, String servedBy, String from, EngineImage claimed) {
  private static final int MOST_REPO_DIGESTS = 8;

  /**
   * The image of ID {@code id} among those that the saved manifest.json lists.
   *
   * @throws ScanException INTEGRITY if it lists several and none of that ID
   */
  Image ofList(ArchivedImages images, Digest id) {
    ArchivedImage chosen = choose(images, id);
    Image image = images.image(chosen, resolution(List.of()));
    ImageConfig config = image.config();
    List<DigestVerification> verifications = new ArrayList<>();
    verifications.add(
        DigestVerification.compared(
            DigestKind.CONFIG,
            Optional.empty(),
            id,
            DigestOrigin.ENGINE,
            config.raw().digest(id.knownAlgorithm().orElseThrow(() -> unsupported(id))),
            When.NOW));
    verifications.addAll(image.verifications());
    List<ImageAnomaly> anomalies = new ArrayList<>(image.anomalies());
    compareDiffIds(config).ifPresent(anomalies::add);
    Step saved = new Step("saved image", DigestKind.CONFIG, config.digest(), DigestOrigin.COMPUTED);
    return new Image(
        resolution(List.of(saved)),
        image.indexDescriptor(),
        image.manifest(),
        config,
        image.layers(),
        image.reader(),
        verifications,
        anomalies);
  }

  private ArchivedImage choose(ArchivedImages images, Digest id) {
    List<ArchivedImage> all = images.all();
    if (all.size() == 1) {
      return all.get(0);
    }
    return all.stream()
        .filter(image -> images.config(image).digest().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ScanException(
                    ProblemKind.INTEGRITY,
                    servedBy
                        + " was asked to save image "
                        + id
                        + " and saves "
                        + all.size()
                        + " others",
                    "Do not trust what this engine says of its images.",
                    null));
  }

  private ScanException unsupported(Digest id) {
    return new ScanException(
        ProblemKind.UNSUPPORTED,
        "The image ID "
            + id
            + " of "
            + servedBy
            + " cannot be verified: "
            + id.algorithm()
            + " is not supported",
        "Supported are sha256 and sha512.",
        null);
  }

  private Optional<ImageAnomaly> compareDiffIds(ImageConfig config) {
    if (claimed.diffIds().equals(config.diffIds())) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageAnomaly(
            ImageAnomaly.Kind.OTHER,
            "config " + config.digest(),
            "The engine's inspection lists "
                + claimed.diffIds().size()
                + " diffIDs, which are not the "
                + config.diffIds().size()
                + " of the config that it saves"));
  }

  /**
   * An image that was resolved in the saved layout.
   *
   * @param root the digest where that began, which the engine gave
   */
  Image ofLayout(Image image, Digest root) {
    List<Step> steps = new ArrayList<>(image.resolution().steps());
    if (!steps.isEmpty()) {
      Step first = steps.get(0);
      steps.set(0, new Step("saved image", first.kind(), first.digest(), first.origin()));
    }
    return new Image(
        resolution(steps),
        image.indexDescriptor(),
        image.manifest(),
        image.config(),
        image.layers(),
        image.reader(),
        image.verifications().stream().map(each -> promisedByEngine(each, root)).toList(),
        image.anomalies());
  }

  private static DigestVerification promisedByEngine(DigestVerification one, Digest root) {
    boolean isRoot = one.expectedFrom() == DigestOrigin.REQUEST && one.expected().equals(root);
    return isRoot
        ? new DigestVerification(
            one.kind(),
            one.layerIndex(),
            one.expected(),
            DigestOrigin.ENGINE,
            one.actual(),
            one.status(),
            one.when(),
            one.note())
        : one;
  }

  /** First what the engine asserts, then what was computed. */
  private Resolution resolution(List<Step> computed) {
    List<Step> steps = new ArrayList<>();
    DigestKind idKind =
        claimed
            .idKind()
            .or(() -> computed.stream().findFirst().map(Step::kind))
            .orElse(DigestKind.MANIFEST);
    steps.add(new Step(from, idKind, claimed.id(), DigestOrigin.ENGINE));
    claimed.registryDigests().stream()
        .limit(MOST_REPO_DIGESTS)
        .forEach(reference -> repoDigest(reference).ifPresent(steps::add));
    steps.addAll(computed);
    return new Resolution(requested, kind, servedBy, steps);
  }

  /** The engine does not tell whether it is of an index or of one platform's manifest. */
  private static Optional<Step> repoDigest(Reference reference) {
    return reference
        .digest()
        .map(
            digest ->
                new Step(
                    "RepoDigest "
                        + Text.excerpt(reference.registry() + "/" + reference.repository())
                        + " (or index)",
                    DigestKind.MANIFEST,
                    digest,
                    DigestOrigin.ENGINE));
  }
}
