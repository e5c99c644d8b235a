package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.DocumentSide.Children;
import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.EngineRecord;
import dev.imageprovenance.scanner.compare.ImageCandidate;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Ladder;
import dev.imageprovenance.scanner.compare.PackagingDifference;
import dev.imageprovenance.scanner.compare.PackagingDifference.Aspect;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares two indexes platform by platform; not thread-safe. Equal manifests are not read. */
final class IndexComparer {
  private final DocumentSide deployed;
  private final DocumentSide registry;
  private final Ladder ladder;
  private final List<ImageComparison> images = new ArrayList<>();
  private final List<PlatformDifference> platforms = new ArrayList<>();
  private final List<PackagingDifference> packaging = new ArrayList<>();

  IndexComparer(DocumentSide deployed, DocumentSide registry, Ladder ladder) {
    this.deployed = deployed;
    this.registry = registry;
    this.ladder = ladder;
  }

  /** Compares every platform that either side has. */
  ComparedImages compare() {
    Children now = deployed.children();
    Children before = registry.children();
    before
        .images()
        .forEach(
            (platform, digests) ->
                compare(platform, now.images().getOrDefault(platform, Set.of()), digests));
    now.images()
        .forEach(
            (platform, digests) -> {
              if (!before.images().containsKey(platform)) {
                digests.forEach(digest -> add(platform, PlatformDifference.Kind.EXTRA, digest));
              }
            });
    compareOthers(now.others(), before.others());
    comparePlatforms(now.images(), before.images());
    return new ComparedImages(images, platforms, packaging);
  }

  /**
   * Compares what both sides have for one platform.
   *
   * @throws ScanException NOT_FOUND when a side has nothing for it
   */
  ComparedImages compare(Platform wanted) {
    compare(wanted, digests(deployed, wanted), digests(registry, wanted));
    return new ComparedImages(images, platforms, packaging);
  }

  private static Set<Digest> digests(DocumentSide side, Platform wanted) {
    Set<Digest> digests = new LinkedHashSet<>();
    side.children()
        .images()
        .forEach(
            (platform, manifests) -> {
              if (platform.satisfies(wanted)) {
                digests.addAll(manifests);
              }
            });
    if (digests.isEmpty()) {
      // Says what there is instead.
      digests.add(side.image(wanted).manifest().orElseThrow().digest());
    }
    return digests;
  }

  /**
   * Every manifest that the deployed index has for a platform may be the one that runs. The first
   * is the one that most engines take, so that only the registry's first stands for it.
   */
  private void compare(Platform platform, Set<Digest> now, Set<Digest> before) {
    if (now.isEmpty()) {
      before.forEach(digest -> add(platform, PlatformDifference.Kind.PRUNED, digest));
      return;
    }
    Digest approved = before.iterator().next();
    Digest taken = now.iterator().next();
    for (Digest digest : now) {
      boolean isApproved = digest.equals(taken) ? digest.equals(approved) : before.contains(digest);
      if (isApproved) {
        images.add(sameManifest(platform, digest));
      } else {
        Image image = deployed.image(platform, digest);
        images.add(ladder.compare(candidate(image), registry.image(platform, approved)));
      }
    }
  }

  private void add(Platform platform, PlatformDifference.Kind kind, Digest digest) {
    platforms.add(new PlatformDifference(platform, kind, digest));
  }

  /** A side whose documents are read anyway. */
  static ImageCandidate candidate(Image image) {
    return new ImageCandidate() {
      @Override
      public Optional<EngineRecord> record() {
        return Optional.empty();
      }

      @Override
      public Image image() {
        return image;
      }
    };
  }

  private ImageComparison sameManifest(Platform platform, Digest manifest) {
    if (deployed.isLocal()) {
      Image image = deployed.image(platform, manifest);
      Optional<ImageComparison> untrue = ladder.contradiction(image);
      if (untrue.isPresent()) {
        return untrue.get();
      }
    }
    ImageIdentity identity =
        new ImageIdentity(
            List.of(
                new KnownDigest(
                    DigestKind.MANIFEST, manifest, DigestOrigin.DESCRIPTOR, Optional.empty())),
            Optional.empty());
    return new ImageComparison(
        platform,
        identity,
        identity,
        Fact.known(Rung.IDENTICAL),
        Assurance.PROVED,
        "both sides name the same manifest",
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private void compareOthers(Set<Digest> now, Set<Digest> before) {
    if (now.equals(before)) {
      return;
    }
    Set<Digest> added = new TreeSet<>(now);
    added.removeAll(before);
    for (Digest digest : added.isEmpty() ? added : deployed.notAttestations(added)) {
      platforms.add(
          new PlatformDifference(
              Platform.of("unknown", "unknown"), PlatformDifference.Kind.EXTRA, digest));
    }
    Set<Digest> lost = new TreeSet<>(before);
    lost.removeAll(now);
    packaging.add(
        new PackagingDifference(
            Aspect.ATTESTATIONS,
            now.size() + " in the index" + (lost.isEmpty() ? "" : ", lost: " + lost.size()),
            before.size() + " in the index"));
  }

  private void comparePlatforms(Map<Platform, Set<Digest>> now, Map<Platform, Set<Digest>> before) {
    String nowNames = names(now);
    String beforeNames = names(before);
    if (!nowNames.equals(beforeNames)) {
      packaging.add(new PackagingDifference(Aspect.INDEX, nowNames, beforeNames));
    } else if (packaging.isEmpty() && now.equals(before)) {
      packaging.add(
          new PackagingDifference(
              Aspect.DOCUMENT,
              deployed.rootDigest().map(Digest::toString).orElse("no index"),
              registry.rootDigest().map(Digest::toString).orElse("no index")));
    }
  }

  private static String names(Map<Platform, Set<Digest>> images) {
    return String.join(", ", images.keySet().stream().map(Platform::toString).toList());
  }
}
