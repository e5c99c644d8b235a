package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.TrustGroup.Base;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells why an image is trusted. Names count where a registry served the image under them, digests
 * and layers where they were computed; what a file or an engine calls an image is no proof.
 * Immutable.
 */
final class TrustedImage {
  private final ImageFacts facts;
  private final Optional<Reference> reference;
  private final Set<Digest> digests = new HashSet<>();

  TrustedImage(ImageFacts facts) {
    this.facts = facts;
    Image image = facts.image();
    this.reference =
        image.resolution().source() == SourceKind.REGISTRY
            ? PolicySubject.of(image.resolution()).reference()
            : Optional.empty();
    for (Resolution.Step step : image.resolution().steps()) {
      if (step.origin() == DigestOrigin.COMPUTED) {
        digests.add(step.digest());
      }
    }
    image.manifest().ifPresent(manifest -> digests.add(manifest.digest()));
    digests.add(image.config().digest());
  }

  /**
   * The group and what puts the image into it.
   *
   * @param unknown collects why it cannot be told, when only layers that nobody verified could
   */
  Optional<String> whyTrusted(TrustClause clause, Set<String> unknown) {
    for (TrustGroup group : clause.groups()) {
      Optional<String> why = byName(group).or(() -> byDigest(group)).or(() -> byBase(group));
      if (why.isPresent()) {
        return Optional.of("in trust group " + group.name() + " (" + why.get() + ")");
      }
    }
    for (TrustGroup group : clause.groups()) {
      for (Base base : group.bases()) {
        if (isDeclared(base)) {
          unknown.add(
              "the layers of the base "
                  + base.name()
                  + " of trust group "
                  + group.name()
                  + " were not verified");
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> byName(TrustGroup group) {
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    Reference name = reference.get();
    String repository = name.registry() + "/" + name.repository();
    return first(group.registries(), List.of(name.registry()))
        .map(glob -> "registry " + glob)
        .or(() -> first(group.repositories(), List.of(repository)).map(g -> "repository " + g))
        .or(
            () ->
                first(group.references(), PolicySubject.of(facts.image().resolution()).names())
                    .map(glob -> "reference " + glob));
  }

  private static Optional<Glob> first(List<Glob> globs, List<String> names) {
    return globs.stream().filter(glob -> names.stream().anyMatch(glob::matches)).findFirst();
  }

  private Optional<String> byDigest(TrustGroup group) {
    return group.digests().stream()
        .filter(digests::contains)
        .findFirst()
        .map(digest -> "digest " + digest);
  }

  private Optional<String> byBase(TrustGroup group) {
    return group.bases().stream()
        .filter(base -> isDeclared(base) && isVerified(base.diffIds().size()))
        .findFirst()
        .map(base -> "base " + base.name());
  }

  /** Whether the config lists the base's layers as its lowest ones. */
  private boolean isDeclared(Base base) {
    List<ImageLayer> layers = facts.image().layers();
    if (layers.size() < base.diffIds().size()) {
      return false;
    }
    for (int i = 0; i < base.diffIds().size(); i++) {
      if (!layers.get(i).diffId().equals(Optional.of(base.diffIds().get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes of that many lowest layers have the diffIDs that the config lists. */
  private boolean isVerified(int count) {
    Set<Integer> verified = new HashSet<>();
    for (DigestVerification each : facts.verifications()) {
      if (each.kind() == DigestKind.DIFF_ID
          && each.copy().isEmpty()
          && each.status() == Status.VERIFIED) {
        each.layerIndex().ifPresent(verified::add);
      }
    }
    for (int i = 0; i < count; i++) {
      if (!verified.contains(i)) {
        return false;
      }
    }
    return true;
  }
}
