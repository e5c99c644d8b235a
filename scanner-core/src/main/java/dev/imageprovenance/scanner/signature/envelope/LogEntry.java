package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.oci.RawDocument;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a transparency log (Rekor) as it came with a signature; immutable, nothing of it
 * verified.
 *
 * @param logIndex the entry's number over all shards of the log
 * @param logId the SHA-256 digest of the log's public key, in hexadecimal
 * @param integratedTime when the log took it, in seconds since 1970; 0 when the log does not say
 * @param body what the log keeps of the signature, JSON
 * @param promise the log's signature over all of the above
 * @param proof that the log holds it
 */
public record LogEntry(
    long logIndex,
    String logId,
    long integratedTime,
    RawDocument body,
    Optional<RawDocument> promise,
    Optional<InclusionProof> proof) {
  /**
   * A path through the log's tree of hashes to a root that the log has signed (RFC 9162).
   *
   * @param logIndex the entry's number in its shard
   * @param rootHash the root's hash
   * @param treeSize how many entries the tree has
   * @param hashes from the entry up
   * @param checkpoint the log's signed note about the root
   */
  public record InclusionProof(
      long logIndex,
      RawDocument rootHash,
      long treeSize,
      List<RawDocument> hashes,
      String checkpoint) {
    /** Copies the list. */
    public InclusionProof {
      hashes = List.copyOf(hashes);
    }
  }
}
