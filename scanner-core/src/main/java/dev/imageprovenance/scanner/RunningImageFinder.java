package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.EngineRecord.RepoDigest;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Ladder;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Age;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.workload.ImageId;
import dev.imageprovenance.scanner.workload.Standing;
import dev.imageprovenance.scanner.workload.Standing.LookedAt;
import dev.imageprovenance.scanner.workload.Standing.Pin;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Finds the images that pods run in the registries that the pods name, by documents alone unless
 * these leave it open; not thread-safe.
 */
final class RunningImageFinder {
  /** The ID of an image of the node, which a spec may name as well. */
  private static final Pattern BARE_ID = Pattern.compile("(sha256:)?[a-f0-9]{64}");

  private final Repositories repositories;
  private final Platform platform;
  private final ComparedLayers layers;
  private final Limits limits;

  /**
   * @param platform of the nodes, for images of several platforms
   * @param layers reads layers where digests cannot tell
   */
  RunningImageFinder(
      Repositories repositories, Platform platform, ComparedLayers layers, Limits limits) {
    this.repositories = repositories;
    this.platform = platform;
    this.layers = layers;
    this.limits = limits;
  }

  /** True for a rung that is reached only when the layers have the config's diffIDs. */
  static boolean restsOnLayers(Rung rung) {
    return rung != Rung.IDENTICAL && rung != Rung.DIFFERENT;
  }

  /**
   * The image of one container.
   *
   * @param id what the kubelet recorded
   * @param specImage the reference as the pod's spec writes it
   */
  RunningImage find(ImageId id, String specImage) {
    Optional<Reference> spec = reference(specImage);
    if (spec.isEmpty() && !BARE_ID.matcher(specImage).matches()) {
      return RunningImage.unknown(
          specImage.isEmpty()
              ? "the pods' spec names no image for this container, so that nobody approved one"
              : "the reference \"" + Text.excerpt(specImage) + "\" of the pods cannot be read");
    }
    try {
      if (id instanceof ImageId.Pulled pulled) {
        return pulled(pulled, spec);
      }
      if (id instanceof ImageId.Local local) {
        return local(local, spec);
      }
    } catch (ScanException e) {
      return failed(e);
    }
    return RunningImage.unknown(
        id instanceof ImageId.Unreadable unreadable
            ? "the image ID \""
                + Text.excerpt(unreadable.text())
                + "\" cannot be read: "
                + unreadable.reason()
            : "the kubelet has recorded no image yet");
  }

  private static RunningImage failed(ScanException problem) {
    if (problem.kind() == ProblemKind.CANCELLED) {
      throw problem;
    }
    String reason = String.valueOf(problem.getMessage());
    boolean isBroken = problem.kind().exitCode() == 4;
    return RunningImage.without(Standing.unknown(reason).butUnknown(reason, isBroken), reason);
  }

  /** Empty for an image ID and for what is no reference. */
  private static Optional<Reference> reference(String specImage) {
    if (BARE_ID.matcher(specImage).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Reference.parse(specImage));
    } catch (ScanException e) {
      return Optional.empty();
    }
  }

  private RunningImage pulled(ImageId.Pulled id, Optional<Reference> spec) {
    Reference place = spec.orElse(id.reference());
    RepositoryView home = repositories.of(place);
    Optional<Manifest> here = home.find(id.digest());
    if (here.isPresent()) {
      return present(home, id, place, here.get());
    }
    if (!home.name().equals(id.repository())) {
      RepositoryView elsewhere = repositories.of(id.reference());
      Optional<Manifest> there = elsewhere.find(id.digest());
      if (there.isPresent()) {
        return elsewhere(home, elsewhere, id, place, there.get());
      }
    }
    return gone(home, id, place);
  }

  /** The repository that the pods name has the very digest that the kubelet recorded. */
  private RunningImage present(
      RepositoryView home, ImageId.Pulled id, Reference place, Manifest running) {
    Image image = home.image(id.digest(), platform);
    Optional<Digest> pinned = place.digest().filter(digest -> isPin(place, id));
    String kind = kind(running).label();
    Standing identical =
        standing(
            Fact.known(Rung.IDENTICAL),
            pinned.filter(id.digest()::equals).isPresent()
                ? "the kubelet records the " + kind + " that the pods pin, and the registry has it"
                : "the kubelet records a " + kind + " that the registry has",
            recorded(id, running, image),
            Optional.of(provenance(home, id, place, Presence.PRESENT, Optional.of(image))),
            pinned.filter(id.digest()::equals).map(same -> Pin.SAME),
            Optional.of(lookedAt(image, running)),
            Optional.empty());
    if (pinned.isEmpty() || pinned.get().equals(id.digest())) {
      return RunningImage.of(identical, image);
    }
    return RunningImage.of(againstPin(home, running, image, pinned.get(), identical), image);
  }

  /** A spec without tag and digest of its own takes both from the recorded ID. */
  private static boolean isPin(Reference place, ImageId.Pulled id) {
    return !place.equals(id.reference());
  }

  private Standing againstPin(
      RepositoryView home, Manifest running, Image image, Digest pinned, Standing identical) {
    try {
      Optional<Manifest> document = home.find(pinned);
      if (document.isEmpty()) {
        return pinned(
            identical,
            Pin.UNKNOWN,
            Fact.unknown("the registry does not have the digest " + pinned + " that the pods pin"));
      }
      if (RepositoryView.children(document.get()).contains(running.digest())) {
        return pinned(
            identical,
            Pin.ONE_OF_INDEX,
            Fact.known(Rung.IDENTICAL),
            "the kubelet records a manifest of the index that the pods pin");
      }
      if (RepositoryView.children(running).contains(pinned)) {
        return pinned(
            identical,
            Pin.IN_RECORDED_INDEX,
            Fact.known(Rung.IDENTICAL),
            "the kubelet records an index that lists the manifest that the pods pin");
      }
      ImageComparison compared = compare(image, home.image(pinned, platform));
      return compared(identical, Optional.of(Pin.OTHER), compared, "the pods pin another digest: ");
    } catch (ScanException e) {
      return pinned(identical, Pin.UNKNOWN, Fact.unknown(reason(e)));
    }
  }

  private static Standing pinned(Standing standing, Pin pin, Fact<Rung> rung) {
    return pinned(standing, pin, rung, rung.whyUnknown().orElse(""));
  }

  private static Standing pinned(Standing standing, Pin pin, Fact<Rung> rung, String why) {
    return standing(
        rung,
        why,
        standing.digests(),
        standing.provenance(),
        Optional.of(pin),
        standing.platform(),
        Optional.empty());
  }

  private static Standing compared(
      Standing standing, Optional<Pin> pin, ImageComparison compared, String prefix) {
    Standing result =
        standing(
            compared.rung(),
            prefix + compared.why(),
            standing.digests(),
            standing.provenance(),
            pin,
            standing.platform(),
            Optional.of(compared));
    return compared.isIntegrityBroken() ? result.butUnknown(compared.why(), true) : result;
  }

  private ImageComparison compare(Image running, Image other) {
    return new Ladder(layers, limits, false).compare(IndexComparer.candidate(running), other);
  }

  /**
   * The recorded digest is another repository's. containerd records the first repository that it
   * knows an image by, so that the spec's may have the same image under another digest.
   */
  private RunningImage elsewhere(
      RepositoryView home,
      RepositoryView elsewhere,
      ImageId.Pulled id,
      Reference place,
      Manifest running) {
    Image image = elsewhere.image(id.digest(), platform);
    String where = "the kubelet records a digest of " + id.repository() + ", not of " + home.name();
    Standing unknown =
        standing(
            Fact.unknown(where),
            where,
            recorded(id, running, image),
            Optional.of(provenance(home, id, place, Presence.GONE, Optional.of(image))),
            place.digest().map(pinned -> Pin.OTHER),
            Optional.of(lookedAt(image, running)),
            Optional.empty());
    try {
      Optional<Digest> named = named(home, place);
      if (named.isEmpty()) {
        return RunningImage.of(unknown, image);
      }
      ImageComparison compared = compare(image, home.image(named.get(), platform));
      return RunningImage.of(compared(unknown, unknown.pin(), compared, where + ": "), image);
    } catch (ScanException e) {
      return RunningImage.of(unknown.butUnknown(where + ": " + reason(e), false), image);
    }
  }

  /** What the reference leads to now. */
  private static Optional<Digest> named(RepositoryView home, Reference place) {
    return place.digest().isPresent()
        ? place.digest().filter(digest -> home.find(digest).isPresent())
        : home.tag(place.tag().orElse("latest"));
  }

  private RunningImage gone(RepositoryView home, ImageId.Pulled id, Reference place) {
    String why = home.name() + " does not have the running digest " + id.digest() + " any more";
    Standing standing =
        standing(
            Fact.unknown(why),
            why,
            List.of(
                new KnownDigest(
                    DigestKind.MANIFEST,
                    id.digest(),
                    DigestOrigin.ENGINE,
                    Optional.of(id.repository()))),
            Optional.of(provenance(home, id, place, Presence.GONE, Optional.empty())),
            place.digest().map(pinned -> pinned.equals(id.digest()) ? Pin.SAME : Pin.UNKNOWN),
            Optional.empty(),
            Optional.empty());
    return RunningImage.without(standing, why);
  }

  private Provenance provenance(
      RepositoryView home,
      ImageId.Pulled id,
      Reference place,
      Presence presence,
      Optional<Image> running) {
    boolean isElsewhere = !home.name().equals(id.repository());
    return new Provenance(
        home.name(),
        Optional.of(id.digest()),
        Fact.known(presence),
        isPin(place, id)
            ? place.tag().map(tag -> asked(() -> tagState(home, id, tag, running)))
            : Optional.empty(),
        isElsewhere ? List.of(new RepoDigest(id.repository(), id.digest())) : List.of());
  }

  private TagState tagState(
      RepositoryView home, ImageId.Pulled id, String tag, Optional<Image> running) {
    Optional<Digest> pointsAt = home.tag(tag);
    if (pointsAt.isEmpty()) {
      return new TagState(tag, Movement.GONE, pointsAt, Age.UNKNOWN);
    }
    boolean isUnmoved =
        pointsAt.get().equals(id.digest())
            || home.find(pointsAt.get())
                .filter(now -> RepositoryView.children(now).contains(id.digest()))
                .isPresent();
    return isUnmoved
        ? new TagState(tag, Movement.UNMOVED, pointsAt, Age.SAME)
        : new TagState(tag, Movement.MOVED, pointsAt, age(home, pointsAt.get(), running));
  }

  /** That a tag has moved is known even when it could not be told where in time. */
  private Age age(RepositoryView home, Digest pointsAt, Optional<Image> running) {
    return asked(
            () ->
                ProvenanceProbe.age(
                    home.image(pointsAt, platform).config().created(),
                    running.flatMap(image -> image.config().created())))
        .asKnown()
        .orElse(Age.UNKNOWN);
  }

  /** An ID without a repository: the reference's image, or one of its index, may be it. */
  private RunningImage local(ImageId.Local id, Optional<Reference> spec) {
    if (spec.isEmpty()) {
      return RunningImage.unknown(
          "the kubelet records an image ID only, and the pods name no repository to look for it");
    }
    RepositoryView home = repositories.of(spec.get());
    Optional<Digest> named = named(home, spec.get());
    Optional<Manifest> root = named.flatMap(home::find);
    if (root.isEmpty()) {
      return RunningImage.unknown(
          "the registry does not have " + spec.get() + ", so that nothing can be compared with it");
    }
    Optional<Match> match = match(home, root.get(), id.digest());
    if (match.isEmpty()) {
      return inconclusive(id, spec.get());
    }
    return matched(home, id, spec.get(), root.get(), match.get());
  }

  /** A manifest that leads to an image ID. */
  private record Match(Digest manifest, DigestKind by) {}

  private static Optional<Match> match(RepositoryView home, Manifest root, Digest id) {
    if (root.digest().equals(id)) {
      return Optional.of(new Match(id, kind(root)));
    }
    if (root instanceof ImageManifest manifest) {
      return matchConfig(manifest, id);
    }
    ImageIndex index = (ImageIndex) root;
    if (RepositoryView.children(index).contains(id)) {
      return Optional.of(new Match(id, DigestKind.MANIFEST));
    }
    return index.manifests().stream()
        .filter(child -> child.mediaType().isManifest())
        .filter(child -> child.platform().filter(Platform::isUnknown).isEmpty())
        .flatMap(child -> home.find(child.digest()).stream())
        .filter(ImageManifest.class::isInstance)
        .flatMap(child -> matchConfig((ImageManifest) child, id).stream())
        .findFirst();
  }

  private static Optional<Match> matchConfig(ImageManifest manifest, Digest id) {
    return manifest.config().digest().equals(id)
        ? Optional.of(new Match(manifest.digest(), DigestKind.CONFIG))
        : Optional.empty();
  }

  private RunningImage matched(
      RepositoryView home, ImageId.Local id, Reference spec, Manifest root, Match match) {
    Image image = home.image(match.manifest(), platform);
    boolean byConfig = match.by() == DigestKind.CONFIG;
    Standing standing =
        standing(
            Fact.known(byConfig ? Rung.SAME_IMAGE : Rung.IDENTICAL),
            byConfig
                ? "the kubelet records the config of the registry's image, whose layers have the"
                    + " diffIDs of that config"
                : "the kubelet records the registry's " + match.by().label(),
            digests(
                new KnownDigest(match.by(), id.digest(), DigestOrigin.ENGINE, Optional.empty()),
                image),
            Optional.of(
                new Provenance(
                    home.name(),
                    byConfig ? Optional.empty() : Optional.of(id.digest()),
                    byConfig
                        ? Fact.unknown("the kubelet records no manifest's digest")
                        : Fact.known(Presence.PRESENT),
                    spec.digest().isPresent()
                        ? Optional.empty()
                        : Optional.of(
                            Fact.known(
                                new TagState(
                                    spec.tag().orElse("latest"),
                                    Movement.UNMOVED,
                                    Optional.of(root.digest()),
                                    Age.SAME))),
                    List.of())),
            spec.digest().map(pinned -> pinned.equals(id.digest()) ? Pin.SAME : Pin.ONE_OF_INDEX),
            Optional.of(new LookedAt(image.config().platform(), false)),
            Optional.empty());
    return RunningImage.of(standing, image);
  }

  private static RunningImage inconclusive(ImageId.Local id, Reference spec) {
    String why =
        "inconclusive: the kubelet records only the image ID "
            + id.digest()
            + ", and "
            + spec
            + " leads to no image with that config; it may be an older image of that name, or one"
            + " that was loaded or built on the node";
    Standing unknown = Standing.unknown(why);
    return RunningImage.without(
        new Standing(
            unknown.rung(),
            unknown.assurance(),
            why,
            false,
            List.of(
                new KnownDigest(
                    DigestKind.CONFIG, id.digest(), DigestOrigin.ENGINE, Optional.empty())),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        why);
  }

  private static Standing standing(
      Fact<Rung> rung,
      String why,
      List<KnownDigest> digests,
      Optional<Provenance> provenance,
      Optional<Pin> pin,
      Optional<LookedAt> platform,
      Optional<ImageComparison> comparison) {
    return new Standing(
        rung,
        Assurance.ASSERTED_BY_ENGINE,
        why,
        false,
        digests,
        provenance,
        pin,
        platform,
        comparison);
  }

  private static List<KnownDigest> recorded(ImageId.Pulled id, Manifest running, Image image) {
    return digests(
        new KnownDigest(
            kind(running), id.digest(), DigestOrigin.ENGINE, Optional.of(id.repository())),
        image);
  }

  /** What the kubelet recorded, then what it led to. */
  private static List<KnownDigest> digests(KnownDigest recorded, Image image) {
    KnownDigest manifest =
        new KnownDigest(
            DigestKind.MANIFEST,
            RunningImage.identity(image),
            DigestOrigin.COMPUTED,
            Optional.empty());
    KnownDigest config =
        new KnownDigest(
            DigestKind.CONFIG, image.config().digest(), DigestOrigin.COMPUTED, Optional.empty());
    return List.of(recorded, manifest, config);
  }

  private static DigestKind kind(Manifest document) {
    return document instanceof ImageIndex ? DigestKind.INDEX : DigestKind.MANIFEST;
  }

  private static LookedAt lookedAt(Image image, Manifest running) {
    return new LookedAt(image.config().platform(), RepositoryView.platforms(running).size() > 1);
  }

  private static <T> Fact<T> asked(Supplier<T> question) {
    try {
      return Fact.known(question.get());
    } catch (ScanException e) {
      return Fact.unknown(reason(e));
    }
  }

  private static String reason(ScanException problem) {
    if (problem.kind() == ProblemKind.CANCELLED) {
      throw problem;
    }
    return String.valueOf(problem.getMessage());
  }
}
