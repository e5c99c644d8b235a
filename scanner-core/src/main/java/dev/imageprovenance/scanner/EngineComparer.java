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
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
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
import dev.imageprovenance.scanner.source.registry.RegistryContentStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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
      Instant startedAt,
      EngineHeldImage deployed,
      Function<ImageAddress, DocumentSide> opener,
      Ladder ladder,
      DriftReading drift) {
    this.request = request;
    this.startedAt = startedAt;
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
      ImageAddress address = ImageAddressParser.parse(request.registry().get());
      try (DocumentSide registry = opener.apply(address)) {
        return compare(registry, repositoryRecord(address), tagOf(registry, address), false);
      }
    }
    RegistryCopy copy = deployed.namedCopy();
    Optional<Digest> recorded = copy.recorded().flatMap(Reference::digest);
    List<Reference> places = new ArrayList<>();
    copy.recorded().ifPresent(places::add);
    copy.tagged().ifPresent(places::add);
    if (places.isEmpty()) {
      throw nothingRecorded();
    }
    Optional<String> tag = copy.tagged().flatMap(Reference::tag);
    for (Reference place : places) {
      try (DocumentSide registry = opener.apply(inRegistry(place))) {
        if (isThere(registry)) {
          boolean isGone = recorded.isPresent() && !place.digest().equals(recorded);
          return compare(registry, recorded, tag, isGone);
        }
      }
    }
    return gone(places.get(0), recorded, tag);
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

  /** The digest that the engine recorded for the repository of {@code address}. */
  private Optional<Digest> repositoryRecord(ImageAddress address) {
    if (!(address instanceof ImageAddress.InRegistry registry)) {
      return Optional.empty();
    }
    return deployed.inspected().registryDigests().stream()
        .filter(record -> RegistryCopy.isSameRepository(record, registry.reference()))
        .findFirst()
        .flatMap(Reference::digest);
  }

  /**
   * @param isRecordGone whether the registry's side is only what a tag leads to, because the
   *     recorded digest is there no more: being another image is then no difference
   */
  private Comparison compare(
      DocumentSide registry,
      Optional<Digest> recorded,
      Optional<String> tag,
      boolean isRecordGone) {
    Image copy =
        registry.isIndex() ? registry.image(deployed.inspected().platform()) : registry.onlyImage();
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
        drift.read(compared, copy));
  }

  private static String nothingLeft(Optional<Digest> recorded, Optional<String> tag) {
    return "the registry does not have the recorded digest "
        + recorded.map(Digest::toString).orElse("")
        + " any more, and the tag "
        + tag.map(Text::excerpt).orElse("")
        + " leads to another image";
  }

  private Provenance provenance(
      RegistryContentStore repository,
      DocumentSide registry,
      Optional<Digest> recorded,
      Optional<String> tag,
      ImageComparison compared) {
    List<Digest> seen = documents(compared.registry());
    Optional<Digest> readByTag =
        registry.readTag().equals(tag) ? registry.rootDigest() : Optional.empty();
    return new ProvenanceProbe(repository, recorded)
        .ask(
            seen,
            tag,
            readByTag,
            pointsAt -> target(repository, pointsAt, registry, compared),
            otherRepositories(repository));
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
  private Comparison gone(Reference place, Optional<Digest> recorded, Optional<String> tag) {
    String name = tag.map(text -> "the tag " + Text.excerpt(text)).orElse("any name of it");
    String why =
        recorded.isPresent()
            ? "the registry has neither the recorded digest "
                + recorded.get()
                + " nor "
                + name
                + " any more"
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
                recorded,
                recorded.isPresent()
                    ? Fact.known(Presence.GONE)
                    : Fact.unknown("nothing records a manifest digest of the deployed image"),
                tag.map(
                    text ->
                        Fact.known(
                            new TagState(text, Movement.GONE, Optional.empty(), Age.UNKNOWN))),
                List.of())),
        drift.isNeeded() ? Optional.of(Fact.unknown(why)) : Optional.empty());
  }
}
