package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an engine says of one of its images; immutable. All of it is the engine's record, nothing
 * was proved.
 *
 * @param id the image ID: see {@link #idKind}
 * @param store what the engine's image IDs are
 * @param target what the containerd store says of the index or manifest that {@code id} is the
 *     digest of; other stores have none, nor have engines before Docker 28
 * @param repoTags the names that the image goes by, as written
 * @param repoDigests {@code REPOSITORY@DIGEST} of what was pulled or pushed, as written
 * @param diffIds of the layers, lowest first
 * @param platform what it runs on
 * @param created RFC 3339 text as written
 * @param config how it is meant to run
 */
public record EngineImage(
    Digest id,
    ImageStore store,
    Optional<Descriptor> target,
    List<String> repoTags,
    List<String> repoDigests,
    List<Digest> diffIds,
    Platform platform,
    Optional<String> created,
    RuntimeConfig config) {
  /** Copies the lists. */
  public EngineImage {
    repoTags = List.copyOf(repoTags);
    repoDigests = List.copyOf(repoDigests);
    diffIds = List.copyOf(diffIds);
  }

  /** What the image ID is the digest of; empty when the store may hold either index or manifest. */
  public Optional<DigestKind> idKind() {
    if (store == ImageStore.GRAPH_DRIVER) {
      return Optional.of(DigestKind.CONFIG);
    }
    return target.map(
        descriptor -> descriptor.mediaType().isIndex() ? DigestKind.INDEX : DigestKind.MANIFEST);
  }

  /**
   * The repoDigests that are references with a digest, in order. Each is the digest of an index or
   * of a manifest; the record does not tell which.
   */
  public List<Reference> registryDigests() {
    List<Reference> references = new ArrayList<>();
    for (String text : repoDigests) {
      try {
        Reference reference = Reference.parse(text);
        if (reference.digest().isPresent()) {
          references.add(reference);
        }
      } catch (ScanException e) {
        // Engines write "<none>@sha256:…" for an image whose name was taken away.
      }
    }
    return references;
  }
}
