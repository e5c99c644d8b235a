package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import java.util.List;

/**
 * Images that are trusted for the same reason; immutable. An image is in the group when one of its
 * lists says so.
 *
 * @param name what reports call it
 * @param registries hosts with their ports
 * @param repositories hosts and repositories, such as {@code registry.example/team/**}
 * @param references whole references with tag or digest
 * @param digests of an image's index, manifest or config
 * @param bases images that an image may be built on
 * @param origin the clause
 */
public record TrustGroup(
    String name,
    List<Glob> registries,
    List<Glob> repositories,
    List<Glob> references,
    List<Digest> digests,
    List<Base> bases,
    ClauseOrigin origin) {
  /** Copies the lists. */
  public TrustGroup {
    registries = List.copyOf(registries);
    repositories = List.copyOf(repositories);
    references = List.copyOf(references);
    digests = List.copyOf(digests);
    bases = List.copyOf(bases);
  }

  /**
   * A base image.
   *
   * @param name what reports call it
   * @param diffIds its layers, lowest first; at least one
   */
  public record Base(String name, List<Digest> diffIds) {
    /** Copies the list. */
    public Base {
      diffIds = List.copyOf(diffIds);
    }
  }
}
