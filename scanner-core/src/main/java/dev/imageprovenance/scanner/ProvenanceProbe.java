package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.EngineRecord;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Age;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.OtherDigest;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.registry.RegistryContentStore;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks a repository what became of a digest and of a tag; not thread-safe. */
final class ProvenanceProbe {
  private static final int MOST_ASKED = 8;

  private final RegistryContentStore repository;
  private final Optional<Digest> recorded;
  private final Presence absence;

  /**
   * Asks {@code repository}.
   *
   * @param recorded the manifest or index digest that the deployed side goes by there
   * @param absence what it means when the registry does not have it
   */
  ProvenanceProbe(RegistryContentStore repository, Optional<Digest> recorded, Presence absence) {
    this.repository = repository;
    this.recorded = recorded;
    this.absence = absence;
  }

  /**
   * What a tag leads to that is not the recorded document itself.
   *
   * @param documents the digests of the indexes and of the manifest on the way to the image
   * @param age how it compares with what is deployed
   */
  record TagTarget(List<Digest> documents, Age age) {
    TagTarget {
      documents = List.copyOf(documents);
    }
  }

  /**
   * What became of both. Problems with the registry become unknown facts: the rung may have been
   * found without these.
   *
   * @param seen digests that this very comparison has read there
   * @param target what that digest, which the tag points at, leads to
   */
  Provenance ask(
      List<Digest> seen,
      Optional<String> tag,
      Optional<Digest> tagPointsAt,
      Function<Digest, TagTarget> target,
      List<Digest> otherDigests,
      List<EngineRecord.RepoDigest> others) {
    Fact<Presence> presence =
        recorded.isPresent()
            ? presence(recorded.get(), seen)
            : Fact.unknown("nothing records a manifest digest of the deployed image");
    boolean wasNeverThere = presence.equals(Fact.known(Presence.ABSENT));
    return new Provenance(
        repository.name(),
        recorded,
        presence,
        tag.map(
            name ->
                wasNeverThere
                    ? Fact.unknown("nothing records that it ever led to the deployed image")
                    : tagState(name, tagPointsAt, target)),
        others(otherDigests, seen),
        others);
  }

  private Fact<Presence> presence(Digest digest, List<Digest> seen) {
    return seen.contains(digest)
        ? Fact.known(Presence.PRESENT)
        : asked(() -> repository.has(digest) ? Presence.PRESENT : absence);
  }

  /** An image may have been pushed under very many; not all of them are worth a request. */
  private List<OtherDigest> others(List<Digest> digests, List<Digest> seen) {
    List<OtherDigest> others = new ArrayList<>();
    for (Digest digest : digests) {
      others.add(
          new OtherDigest(
              digest,
              others.size() < MOST_ASKED
                  ? presence(digest, seen)
                  : Fact.unknown("only " + MOST_ASKED + " further digests are asked for")));
    }
    return others;
  }

  private Fact<TagState> tagState(
      String tag, Optional<Digest> known, Function<Digest, TagTarget> target) {
    if (recorded.isEmpty()) {
      return Fact.unknown("nothing records a manifest digest of the deployed image");
    }
    return asked(
        () -> {
          Optional<Digest> pointsAt = known.isPresent() ? known : pointsAt(tag);
          if (pointsAt.isEmpty()) {
            return new TagState(tag, Movement.GONE, pointsAt, Age.UNKNOWN);
          }
          return pointsAt.equals(recorded)
              ? unmoved(tag, pointsAt)
              : movedUnlessListed(tag, pointsAt, asked(() -> target.apply(pointsAt.get())));
        });
  }

  /** An index that lists the recorded manifest is what the deployed image was taken from. */
  private TagState movedUnlessListed(
      String tag, Optional<Digest> pointsAt, Fact<TagTarget> target) {
    boolean isListed =
        target
            .asKnown()
            .filter(known -> known.documents().contains(recorded.orElseThrow()))
            .isPresent();
    // That a tag has moved is known even when it could not be told where in time.
    return isListed
        ? unmoved(tag, pointsAt)
        : new TagState(
            tag,
            Movement.MOVED,
            pointsAt,
            target.asKnown().map(TagTarget::age).orElse(Age.UNKNOWN));
  }

  private static TagState unmoved(String tag, Optional<Digest> pointsAt) {
    return new TagState(tag, Movement.UNMOVED, pointsAt, Age.SAME);
  }

  private Optional<Digest> pointsAt(String tag) {
    return repository
        .head(tag)
        .map(
            head ->
                head.digest()
                    .orElseThrow(
                        () ->
                            new ScanException(
                                ProblemKind.UNSUPPORTED,
                                "the registry does not say what the tag points at")));
  }

  private static <T> Fact<T> asked(Supplier<T> question) {
    try {
      return Fact.known(question.get());
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return Fact.unknown(String.valueOf(e.getMessage()));
    }
  }

  /** How {@code candidate}'s time compares with {@code deployed}'s; both are claims. */
  static Age age(Optional<String> candidate, Optional<String> deployed) {
    try {
      if (candidate.isEmpty() || deployed.isEmpty()) {
        return Age.UNKNOWN;
      }
      int order =
          OffsetDateTime.parse(candidate.get())
              .toInstant()
              .compareTo(OffsetDateTime.parse(deployed.get()).toInstant());
      return order > 0 ? Age.NEWER : order < 0 ? Age.OLDER : Age.SAME;
    } catch (DateTimeException e) {
      return Age.UNKNOWN;
    }
  }
}
