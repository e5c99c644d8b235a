package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;

/**
 * What a container engine records of an image that it holds, none of whose bytes were read;
 * immutable. Claims, to be compared with a registry's documents.
 *
 * @param idKind what the image ID is a digest of
 * @param imageId the image ID
 * @param repoDigests the names and digests under which the image was pulled or pushed
 * @param diffIds the digests of the uncompressed layers, lowest first
 */
public record EngineRecord(
    IdKind idKind, Digest imageId, List<RepoDigest> repoDigests, List<Digest> diffIds) {
  /** Copies the lists. */
  public EngineRecord {
    repoDigests = List.copyOf(repoDigests);
    diffIds = List.copyOf(diffIds);
  }

  /** What an image ID is taken over. */
  public enum IdKind {
    /** The config: Docker's graph drivers, and podman. */
    CONFIG,
    /** The manifest or the index that was pulled: Docker's containerd image store. */
    MANIFEST_OR_INDEX
  }

  /**
   * A name under which an image was pulled or pushed.
   *
   * @param repository with its registry, for example {@code registry.example/app}
   * @param digest of a manifest or an index
   */
  public record RepoDigest(String repository, Digest digest) {
    @Override
    public String toString() {
      return repository + "@" + digest;
    }
  }
}
