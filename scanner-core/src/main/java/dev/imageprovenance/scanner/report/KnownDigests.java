package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the digests that the two sides of a comparison go by; stateless. */
final class KnownDigests {
  private KnownDigests() {}

  /** What is known of {@code digest}, the deployed side's word before the registry's. */
  static Optional<KnownDigest> find(Comparison comparison, Digest digest) {
    return Stream.concat(ofDeployed(comparison).stream(), ofRegistry(comparison).stream())
        .filter(known -> known.digest().equals(digest))
        .findFirst();
  }

  /**
   * True when nobody knows what {@code known} is the digest of: engines record indexes and
   * manifests alike, and the registry's side has no such digest.
   */
  static boolean isKindUnknown(Comparison comparison, KnownDigest known) {
    boolean isRecord = known.repository().isPresent() && known.origin() == DigestOrigin.ENGINE;
    return isRecord
        && ofRegistry(comparison).stream().noneMatch(it -> it.digest().equals(known.digest()));
  }

  /** What {@code known} is the digest of, in a word. */
  static String kind(Comparison comparison, KnownDigest known) {
    return isKindUnknown(comparison, known) ? "recorded" : known.kind().label();
  }

  /** All of the deployed side, the outermost document's first. */
  static List<KnownDigest> ofDeployed(Comparison comparison) {
    List<ImageIdentity> identities = new ArrayList<>();
    identities.add(comparison.deployed().identity());
    comparison.images().stream().map(ImageComparison::deployed).forEach(identities::add);
    return all(identities);
  }

  /** All of the registry's side, the outermost document's first. */
  static List<KnownDigest> ofRegistry(Comparison comparison) {
    List<ImageIdentity> identities = new ArrayList<>();
    identities.add(comparison.registry().identity());
    comparison.images().stream().map(ImageComparison::registry).forEach(identities::add);
    return all(identities);
  }

  /** Each digest once, as it was first named. */
  private static List<KnownDigest> all(List<ImageIdentity> identities) {
    Set<Digest> seen = new LinkedHashSet<>();
    List<KnownDigest> all = new ArrayList<>();
    for (ImageIdentity identity : identities) {
      for (KnownDigest known : identity.digests()) {
        boolean isRecord = known.repository().isPresent();
        if (seen.add(known.digest()) || isRecord) {
          all.add(known);
        }
      }
    }
    return all.stream().distinct().toList();
  }
}
