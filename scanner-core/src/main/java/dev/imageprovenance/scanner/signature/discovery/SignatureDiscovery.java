package dev.imageprovenance.scanner.signature.discovery;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome.State;
import dev.imageprovenance.scanner.source.AttestationRule;
import dev.imageprovenance.scanner.source.ImageResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks on every route for what was signed or said about manifests; not thread-safe. A route whose
 * answer is anything but "here it is" or "there is none" is unknown, and the others are still
 * taken.
 */
public final class SignatureDiscovery {
  private final ContentStore store;
  private final ImageResolver documents;
  private final ScanContext context;
  private final int mostArtifacts;
  private final List<RouteOutcome> outcomes = new ArrayList<>();
  private final Map<Digest, FoundArtifact> artifacts = new LinkedHashMap<>();

  /**
   * Looks in {@code store}.
   *
   * @param documents reads documents of that store
   * @param mostArtifacts most artifacts that are read for one manifest
   */
  public SignatureDiscovery(
      ContentStore store, ImageResolver documents, ScanContext context, int mostArtifacts) {
    this.store = store;
    this.documents = documents;
    this.context = context;
    this.mostArtifacts = mostArtifacts;
  }

  /** What each way to look came to, in the order it was taken. */
  public List<RouteOutcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** What was found, in the order it was found, each once. */
  public List<FoundArtifact> artifacts() {
    return List.copyOf(artifacts.values());
  }

  /**
   * Looks for everything about {@code subject}.
   *
   * @param parents the indexes that list it, for the attestations beside it
   */
  public void lookFor(Manifest subject, List<ImageIndex> parents) {
    Digest digest = subject.digest();
    take(Route.REFERRERS_API, digest, () -> referrers(digest));
    take(Route.REFERRERS_TAG, digest, () -> referrersTag(digest));
    take(Route.COSIGN_SIGNATURE_TAG, digest, () -> cosignTag(Route.COSIGN_SIGNATURE_TAG, digest));
    take(
        Route.COSIGN_ATTESTATION_TAG,
        digest,
        () -> cosignTag(Route.COSIGN_ATTESTATION_TAG, digest));
    take(Route.COSIGN_SBOM_TAG, digest, () -> cosignTag(Route.COSIGN_SBOM_TAG, digest));
    if (subject instanceof ImageManifest) {
      outcomes.add(indexChildren(digest, parents));
    }
  }

  private void take(Route route, Digest subject, Supplier<RouteOutcome> way) {
    context.cancellation().throwIfCancelled();
    try {
      outcomes.add(way.get());
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      outcomes.add(
          new RouteOutcome(
              route, subject, State.UNKNOWN, String.valueOf(e.getMessage()), e.remedy()));
    }
  }

  private RouteOutcome referrers(Digest subject) {
    ContentStore.Referrers referrers = store.referrers(subject, Optional.empty());
    if (!referrers.isListed()) {
      return new RouteOutcome(
          Route.REFERRERS_API, subject, State.ABSENT, "the store keeps no list of referrers");
    }
    return listed(Route.REFERRERS_API, subject, referrers.manifests());
  }

  /** A tag that leads to no index stands for no list (distribution-spec). */
  private RouteOutcome referrersTag(Digest subject) {
    Route route = Route.REFERRERS_TAG;
    String tag = SignatureTags.referrers(subject);
    Optional<Manifest> tagged = tagged(tag);
    if (tagged.isEmpty()) {
      return new RouteOutcome(route, subject, State.ABSENT, "no tag " + tag);
    }
    return tagged.get() instanceof ImageIndex index
        ? listed(route, subject, index.manifests())
        : new RouteOutcome(
            route, subject, State.ABSENT, "the tag " + tag + " leads to an image, not to a list");
  }

  private RouteOutcome listed(Route route, Digest subject, List<Descriptor> descriptors) {
    int relevant = 0;
    for (Descriptor descriptor : descriptors) {
      if (ArtifactTypes.mayConcernUs(descriptor)) {
        relevant++;
        if (relevant > mostArtifacts) {
          return tooMany(route, subject);
        }
        add(route, subject, descriptor);
      }
    }
    String others =
        descriptors.size() == relevant
            ? ""
            : " and " + (descriptors.size() - relevant) + " that are neither";
    return relevant == 0
        ? new RouteOutcome(
            route,
            subject,
            State.ABSENT,
            descriptors.isEmpty() ? "nothing is listed" : "nothing relevant is listed" + others)
        : new RouteOutcome(
            route, subject, State.FOUND, relevant + " signatures or attestations" + others);
  }

  private RouteOutcome tooMany(Route route, Digest subject) {
    return new RouteOutcome(
        route,
        subject,
        State.UNKNOWN,
        "more than " + mostArtifacts + " artifacts are listed, and the rest was not read");
  }

  private RouteOutcome cosignTag(Route route, Digest subject) {
    String tag = SignatureTags.cosign(route, subject);
    if (!SignatureTags.isTag(tag)) {
      return new RouteOutcome(
          route, subject, State.ABSENT, "a tag for a " + subject.algorithm() + " cannot exist");
    }
    Optional<Manifest> tagged = tagged(tag);
    if (tagged.isEmpty()) {
      return new RouteOutcome(route, subject, State.ABSENT, "no tag " + tag);
    }
    if (tagged.get() instanceof ImageManifest manifest) {
      addRead(route, subject, manifest, ArtifactTypes.ofTag(route));
      return new RouteOutcome(route, subject, State.FOUND, "tag " + tag);
    }
    return new RouteOutcome(
        route,
        subject,
        State.UNKNOWN,
        "the tag " + tag + " leads to an index, which holds nothing");
  }

  private Optional<Manifest> tagged(String tag) {
    try {
      return Optional.of(documents.root(new ImageResolver.Root.Tag(tag)));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.NOT_FOUND && !isListedInFile(tag)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A layout may name what it lacks; that is not the same as not naming it. */
  private boolean isListedInFile(String tag) {
    return store.kind() != SourceKind.REGISTRY && store.tags().contains(tag);
  }

  private RouteOutcome indexChildren(Digest subject, List<ImageIndex> parents) {
    int found = 0;
    for (ImageIndex parent : parents) {
      for (Descriptor child : parent.manifests()) {
        if (AttestationRule.isClaimedAbout(child, subject)) {
          found++;
          if (found > mostArtifacts) {
            return tooMany(Route.INDEX_CHILDREN, subject);
          }
          add(Route.INDEX_CHILDREN, subject, child);
        }
      }
    }
    return found > 0
        ? new RouteOutcome(
            Route.INDEX_CHILDREN, subject, State.FOUND, found + " attestation manifests")
        : new RouteOutcome(
            Route.INDEX_CHILDREN,
            subject,
            State.ABSENT,
            parents.isEmpty()
                ? "the image was not reached through an index"
                : "the index lists none about it");
  }

  private void add(Route route, Digest subject, Descriptor descriptor) {
    FoundArtifact known = artifacts.get(descriptor.digest());
    if (known != null) {
      artifacts.put(descriptor.digest(), known.alsoBy(route));
      return;
    }
    String type = ArtifactTypes.of(descriptor);
    Fact<ImageManifest> manifest =
        ArtifactTypes.needsReading(type)
            ? read(descriptor)
            : Fact.unknown("not read: its type says that it is no signature known here");
    artifacts.put(
        descriptor.digest(),
        new FoundArtifact(Set.of(route), subject, descriptor.digest(), type, manifest));
  }

  private void addRead(Route route, Digest subject, ImageManifest manifest, String type) {
    FoundArtifact known = artifacts.get(manifest.digest());
    artifacts.put(
        manifest.digest(),
        known != null
            ? known.alsoBy(route)
            : new FoundArtifact(
                Set.of(route), subject, manifest.digest(), type, Fact.known(manifest)));
  }

  private Fact<ImageManifest> read(Descriptor descriptor) {
    try {
      Manifest manifest =
          documents.root(new ImageResolver.Root.ByDescriptor(descriptor, "a list of referrers"));
      return manifest instanceof ImageManifest image
          ? Fact.known(image)
          : Fact.unknown("the artifact " + descriptor.digest() + " is an index");
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return Fact.unknown(String.valueOf(e.getMessage()));
    }
  }
}
