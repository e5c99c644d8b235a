package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.ProvenanceProbe.TagTarget;
import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.EngineRecord.RepoDigest;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Ladder;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Age;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.OtherDigest;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.daemon.ImageStore;
import dev.imageprovenance.scanner.source.registry.RegistryContentStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Compares one image that a container engine holds with its registry copy; not thread-safe, made
 * for one comparison.
 */
final class EngineComparer {
  private final CompareRequest request;
  private final ScanContext context;
  private final Instant startedAt;
  private final EngineHeldImage deployed;
  private final Function<ImageAddress, DocumentSide> opener;
  private final Ladder ladder;
  private final DriftReading drift;

  /**
   * @param opener opens the registry's side
   */
  EngineComparer(
      CompareRequest request,
      ScanContext context,
      EngineHeldImage deployed,
      Function<ImageAddress, DocumentSide> opener,
      Ladder ladder,
      DriftReading drift) {
    this.request = request;
    this.context = context;
    this.startedAt = context.clock().instant();
    this.deployed = deployed;
    this.opener = opener;
    this.ladder = ladder;
    this.drift = drift;
  }

  /**
   * Compares with the copy that was asked for, or with the one that the engine's record names: by
   * the recorded digest, and only when the registry has that no more by its tag.
   */
  Comparison compare() throws IOException {
    requirePlatform();
    if (request.registry().isPresent()) {
      ImageAddress address =
          ImageAddressParser.parse(request.registry().get(), context.directory());
      try (DocumentSide registry = opener.apply(address)) {
        return compare(registry, recordsFor(registry, address), tagOf(registry, address), false);
      }
    }
    RegistryCopy copy = deployed.namedCopy();
    if (copy.recorded().isEmpty() && copy.tagged().isEmpty()) {
      throw nothingRecorded();
    }
    return compareWith(copy);
  }

  /**
   * Of several recorded digests the first counts that leads to the deployed image by the engine's
   * own words; without one the first that is there, and without any what the tag leads to.
   */
  private Comparison compareWith(RegistryCopy copy) throws IOException {
    Optional<String> tag = copy.tagged().flatMap(Reference::tag);
    List<Digest> recorded =
        copy.recorded().stream().flatMap(place -> place.digest().stream()).toList();
    Optional<Reference> unproved = Optional.empty();
    Optional<ScanException> obstacle = Optional.empty();
    for (Reference place : copy.recorded()) {
      try (DocumentSide registry = opener.apply(inRegistry(place))) {
        if (isThere(registry)) {
          if (recorded.size() == 1 || Ladder.isRecorded(deployed, imageOf(registry))) {
            return compare(registry, firstOf(recorded, place.digest()), tag, false);
          }
          unproved = unproved.or(() -> Optional.of(place));
        }
      } catch (ScanException e) {
        if (recorded.size() == 1 || e.kind() == ProblemKind.CANCELLED) {
          throw e;
        }
        obstacle = obstacle.or(() -> Optional.of(e));
      }
    }
    if (obstacle.isPresent()) {
      // What could not be looked at might have been the proof.
      throw obstacle.get();
    }
    Optional<Reference> left = unproved.or(copy::tagged);
    if (left.isPresent()) {
      try (DocumentSide registry = opener.apply(inRegistry(left.get()))) {
        if (isThere(registry)) {
          boolean isGone = unproved.isEmpty() && !recorded.isEmpty();
          return compare(registry, firstOf(recorded, left.get().digest()), tag, isGone);
        }
      }
    }
    return gone(left.orElseGet(() -> copy.recorded().get(0)), recorded, tag);
  }

  private Image imageOf(DocumentSide registry) {
    return registry.isIndex()
        ? registry.image(deployed.inspected().platform())
        : registry.onlyImage();
  }

  private static List<Digest> firstOf(List<Digest> digests, Optional<Digest> chosen) {
    List<Digest> ordered = new ArrayList<>(digests);
    ordered.sort(Comparator.comparing(digest -> !chosen.equals(Optional.of(digest))));
    return ordered;
  }

  /** An engine holds one platform's image: asked for another, it has none. */
  private void requirePlatform() {
    Platform held = deployed.inspected().platform();
    if (request.platform().isPresent() && !held.satisfies(request.platform().get())) {
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          Text.escape(deployed.address())
              + " is for "
              + Text.excerpt(held.toString())
              + ", not for "
              + request.platform().get(),
          "Leave out --platform.",
          null);
    }
  }

  private static ImageAddress inRegistry(Reference reference) {
    return new ImageAddress.InRegistry(reference.toString(), reference);
  }

  private static boolean isThere(DocumentSide registry) {
    try {
      registry.rootDigest();
      return true;
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private ScanException nothingRecorded() {
    return new ScanException(
        ProblemKind.NOT_FOUND,
        "Nothing records which registry "
            + Text.escape(deployed.address())
            + " came from: it was built or loaded here",
        "Name its registry copy as the second argument.",
        null);
  }

  /** What goes by other tags of the repository was never where this one points. */
  private Optional<String> tagOf(DocumentSide registry, ImageAddress address) {
    if (!(address instanceof ImageAddress.InRegistry named)) {
      return Optional.empty();
    }
    Set<String> tags = deployed.tagsIn(named.reference());
    return registry.readTag().filter(tag -> tags.isEmpty() || tags.contains(tag));
  }

  /**
   * The digests that the engine recorded for the repository of {@code address}, one that leads to
   * the registry's image first.
   */
  private List<Digest> recordsFor(DocumentSide registry, ImageAddress address) {
    if (!(address instanceof ImageAddress.InRegistry named)) {
      return List.of();
    }
    List<Digest> recorded =
        deployed.inspected().registryDigests().stream()
            .filter(record -> RegistryCopy.isSameRepository(record, named.reference()))
            .flatMap(record -> record.digest().stream())
            .toList();
    if (recorded.size() < 2) {
      return recorded;
    }
    List<Digest> documents =
        imageOf(registry).resolution().steps().stream().map(Resolution.Step::digest).toList();
    return firstOf(recorded, recorded.stream().filter(documents::contains).findFirst());
  }

  /**
   * @param recorded digests of the registry's repository; the first one is the one that counts
   * @param isRecordGone whether the registry's side is only what a tag leads to, because no
   *     recorded digest is there any more: being another image is then no difference
   */
  private Comparison compare(
      DocumentSide registry, List<Digest> recorded, Optional<String> tag, boolean isRecordGone) {
    Image copy = imageOf(registry);
    ImageComparison compared = ladder.compare(deployed, copy);
    Fact<Rung> rung =
        isRecordGone && compared.rung().equals(Fact.known(Rung.DIFFERENT))
            ? Fact.unknown(nothingLeft(recorded, tag))
            : compared.rung();
    return new Comparison(
        startedAt,
        deployed.describe(compared.deployed()),
        registry.describe(),
        request.required(),
        request.failOn(),
        rung,
        compared.assurance(),
        rung.whyUnknown().orElse(compared.why()),
        List.of(compared),
        List.of(),
        List.of(),
        registry
            .repository()
            .map(repository -> provenance(repository, registry, recorded, tag, compared)),
        noSignatures(),
        drift.read(compared, copy));
  }

  private SignatureComparison noSignatures() {
    return SignatureComparison.notCompared(
        request.signatures() == SignatureWish.REQUIRE,
        "the engine on the deployed side keeps images alone, and no signatures beside them");
  }

  private String nothingLeft(List<Digest> recorded, Optional<String> tag) {
    return "the registry does not have "
        + inWords(recorded)
        + anyMore()
        + ", and the tag "
        + tag.map(Text::excerpt).orElse("")
        + " leads to another image";
  }

  private String anyMore() {
    return absence() == Presence.GONE
        ? " any more"
        : " (Docker's containerd store lists one for every name, pushed or not)";
  }

  /**
   * What it means when the registry does not have a digest of the engine's list: graph drivers and
   * podman note what they pull and push.
   */
  private Presence absence() {
    return deployed.inspected().store() == ImageStore.CONTAINERD ? Presence.ABSENT : Presence.GONE;
  }

  private static String inWords(List<Digest> recorded) {
    return recorded.size() == 1
        ? "the recorded digest " + recorded.get(0)
        : "one of the "
            + recorded.size()
            + " recorded digests (the first is "
            + recorded.get(0)
            + ")";
  }

  private Provenance provenance(
      RegistryContentStore repository,
      DocumentSide registry,
      List<Digest> recorded,
      Optional<String> tag,
      ImageComparison compared) {
    List<Digest> seen = documents(compared.registry());
    Optional<Digest> readByTag =
        registry.readTag().equals(tag) ? registry.rootDigest() : Optional.empty();
    return new ProvenanceProbe(repository, recorded.stream().findFirst(), absence())
        .ask(
            seen,
            tag,
            readByTag,
            pointsAt -> target(repository, pointsAt, registry, compared),
            others(recorded),
            otherRepositories(repository));
  }

  private static List<Digest> others(List<Digest> recorded) {
    return recorded.subList(Math.min(1, recorded.size()), recorded.size());
  }

  private static List<Digest> documents(ImageIdentity identity) {
    return identity.digests().stream()
        .filter(known -> known.kind() != DigestKind.CONFIG)
        .map(KnownDigest::digest)
        .toList();
  }

  private TagTarget target(
      RegistryContentStore repository,
      Digest pointsAt,
      DocumentSide registry,
      ImageComparison compared) {
    Optional<String> deployedTime = deployed.inspected().created();
    if (registry.rootDigest().filter(pointsAt::equals).isPresent()) {
      return new TagTarget(
          documents(compared.registry()),
          ProvenanceProbe.age(compared.registry().created(), deployedTime));
    }
    Reference now = Reference.parse(repository.name() + "@" + pointsAt);
    try (DocumentSide moved = opener.apply(inRegistry(now))) {
      Image image =
          moved.isIndex() ? moved.image(deployed.inspected().platform()) : moved.onlyImage();
      return new TagTarget(
          image.resolution().steps().stream().map(Resolution.Step::digest).toList(),
          ProvenanceProbe.age(image.config().created(), deployedTime));
    } catch (IOException e) {
      return new TagTarget(List.of(), Age.UNKNOWN);
    }
  }

  private List<RepoDigest> otherRepositories(RegistryContentStore repository) {
    return deployed.repoDigests().stream()
        .filter(record -> !record.repository().equals(repository.name()))
        .toList();
  }

  /** The registry answered, and has neither the recorded digest nor the tag. */
  private Comparison gone(Reference place, List<Digest> recorded, Optional<String> tag) {
    String name = tag.map(text -> "the tag " + Text.excerpt(text)).orElse("any name of it");
    String why =
        !recorded.isEmpty()
            ? "the registry has neither " + inWords(recorded) + " nor " + name + anyMore()
            : "the registry does not have " + name + ", and nothing records that it ever had";
    ImageIdentity identity = ImageIdentity.of(deployed.record().orElseThrow(), List.of());
    return new Comparison(
        startedAt,
        deployed.describe(identity),
        new Comparison.Side(
            place.toString(),
            SourceKind.REGISTRY,
            place.registry() + "/" + place.repository(),
            Optional.empty(),
            new ImageIdentity(List.of(), Optional.empty())),
        request.required(),
        request.failOn(),
        Fact.unknown(why),
        Assurance.PROVED,
        why,
        List.of(),
        List.of(),
        List.of(),
        Optional.of(
            new Provenance(
                place.registry() + "/" + place.repository(),
                recorded.stream().findFirst(),
                !recorded.isEmpty()
                    ? Fact.known(absence())
                    : Fact.unknown("nothing records a manifest digest of the deployed image"),
                tag.map(
                    text ->
                        Fact.known(
                            new TagState(text, Movement.GONE, Optional.empty(), Age.UNKNOWN))),
                others(recorded).stream()
                    .map(digest -> new OtherDigest(digest, Fact.known(absence())))
                    .toList(),
                List.of())),
        noSignatures(),
        drift.isNeeded() ? Optional.of(Fact.unknown(why)) : Optional.empty());
  }
}
