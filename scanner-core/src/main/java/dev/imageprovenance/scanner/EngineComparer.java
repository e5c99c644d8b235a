package dev.imageprovenance.scanner;

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
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
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
        return compare(registry, repositoryRecord(address), registry.readTag());
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
          return compare(registry, recorded, tag);
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

  private Comparison compare(
      DocumentSide registry, Optional<Digest> recorded, Optional<String> tag) {
    Image copy =
        registry.isIndex() ? registry.image(deployed.inspected().platform()) : registry.onlyImage();
    ImageComparison compared = ladder.compare(deployed, copy);
    return new Comparison(
        startedAt,
        deployed.describe(compared.deployed()),
        registry.describe(),
        request.required(),
        request.failOn(),
        compared.rung(),
        compared.assurance(),
        compared.why(),
        List.of(compared),
        List.of(),
        List.of(),
        registry
            .repository()
            .map(repository -> provenance(repository, registry, recorded, tag, compared)),
        drift.read(compared, copy));
  }

  private Provenance provenance(
      RegistryContentStore repository,
      DocumentSide registry,
      Optional<Digest> recorded,
      Optional<String> tag,
      ImageComparison compared) {
    List<Digest> seen =
        compared.registry().digests().stream()
            .filter(known -> known.kind() != DigestKind.CONFIG)
            .map(KnownDigest::digest)
            .toList();
    Optional<Digest> readByTag =
        registry.readTag().equals(tag) ? registry.rootDigest() : Optional.empty();
    return new ProvenanceProbe(repository, recorded)
        .ask(
            seen,
            tag,
            readByTag,
            pointsAt -> age(repository, pointsAt, registry, compared),
            otherRepositories(repository));
  }

  private Age age(
      RegistryContentStore repository,
      Digest pointsAt,
      DocumentSide registry,
      ImageComparison compared) {
    Optional<String> deployedTime = deployed.inspected().created();
    if (registry.rootDigest().filter(pointsAt::equals).isPresent()) {
      return ProvenanceProbe.age(compared.registry().created(), deployedTime);
    }
    Reference now = Reference.parse(repository.name() + "@" + pointsAt);
    try (DocumentSide moved = opener.apply(inRegistry(now))) {
      Image image =
          moved.isIndex() ? moved.image(deployed.inspected().platform()) : moved.onlyImage();
      return ProvenanceProbe.age(image.config().created(), deployedTime);
    } catch (IOException e) {
      return Age.UNKNOWN;
    }
  }

  private List<RepoDigest> otherRepositories(RegistryContentStore repository) {
    return deployed.repoDigests().stream()
        .filter(record -> !record.repository().equals(repository.name()))
        .toList();
  }

  /** The registry answered, and has neither the recorded digest nor the tag. */
  private Comparison gone(Reference place, Optional<Digest> recorded, Optional<String> tag) {
    String why =
        "the registry has neither "
            + recorded.map(digest -> "the recorded digest " + digest + " nor ").orElse("")
            + tag.map(name -> "the tag " + name).orElse("any name of it")
            + " any more";
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
                    name ->
                        Fact.known(
                            new TagState(name, Movement.GONE, Optional.empty(), Age.UNKNOWN))),
                List.of())),
        drift.isNeeded() ? Optional.of(Fact.unknown(why)) : Optional.empty());
  }
}
