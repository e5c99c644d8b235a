package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The digests that one side's image is known by, each with its kind and origin; immutable.
 *
 * @param digests from the outermost document to the config
 * @param created the config's own time, RFC 3339 text as written; a claim
 */
public record ImageIdentity(List<KnownDigest> digests, Optional<String> created) {
  /** Copies the list. */
  public ImageIdentity {
    digests = List.copyOf(digests);
  }

  /**
   * A digest.
   *
   * @param kind what it is taken over; a RepoDigest may be of an index or a manifest and is shown
   *     as the kind that it was matched with, else as MANIFEST
   * @param digest the digest
   * @param origin who it comes from
   * @param repository the repository that an engine recorded it with
   */
  public record KnownDigest(
      DigestKind kind, Digest digest, DigestOrigin origin, Optional<String> repository) {}

  /** Of an image whose documents were read. */
  static ImageIdentity of(Image image) {
    List<KnownDigest> digests = new ArrayList<>();
    for (Resolution.Step step : image.resolution().steps()) {
      digests.add(new KnownDigest(step.kind(), step.digest(), step.origin(), Optional.empty()));
    }
    if (digests.stream().noneMatch(known -> known.kind() == DigestKind.CONFIG)) {
      digests.add(
          new KnownDigest(
              DigestKind.CONFIG, image.config().digest(), DigestOrigin.COMPUTED, Optional.empty()));
    }
    return new ImageIdentity(digests, image.config().created());
  }

  /**
   * Of an image that only its engine has spoken of.
   *
   * @param indexes digests that are known to be of indexes, whatever the engine recorded them as
   */
  public static ImageIdentity of(EngineRecord record, List<Digest> indexes) {
    List<KnownDigest> digests = new ArrayList<>();
    for (EngineRecord.RepoDigest recorded : record.repoDigests()) {
      digests.add(
          new KnownDigest(
              kind(recorded.digest(), indexes),
              recorded.digest(),
              DigestOrigin.ENGINE,
              Optional.of(recorded.repository())));
    }
    DigestKind idKind =
        record.idKind() == EngineRecord.IdKind.CONFIG
            ? DigestKind.CONFIG
            : kind(record.imageId(), indexes);
    digests.add(new KnownDigest(idKind, record.imageId(), DigestOrigin.ENGINE, Optional.empty()));
    return new ImageIdentity(digests, Optional.empty());
  }

  /** Of an image whose engine has spoken of it, and whose documents were read as well. */
  static ImageIdentity of(EngineRecord record, List<Digest> indexes, Image image) {
    List<KnownDigest> digests = new ArrayList<>(of(record, indexes).digests());
    List<Digest> recorded = digests.stream().map(KnownDigest::digest).toList();
    of(image).digests().stream()
        .filter(known -> !recorded.contains(known.digest()))
        .forEach(digests::add);
    return new ImageIdentity(digests, image.config().created());
  }

  private static DigestKind kind(Digest digest, List<Digest> indexes) {
    return indexes.contains(digest) ? DigestKind.INDEX : DigestKind.MANIFEST;
  }

  /** The digest of that kind, if it is known. */
  public Optional<Digest> digest(DigestKind kind) {
    return digests.stream()
        .filter(known -> known.kind() == kind)
        .map(KnownDigest::digest)
        .reduce((first, last) -> last);
  }
}
