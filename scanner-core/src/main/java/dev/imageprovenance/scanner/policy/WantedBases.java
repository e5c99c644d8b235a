package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Reference;
import java.util.List;
import java.util.Set;

/**
 * What a policy wants looked at to find the base that it requires; immutable.
 *
 * @param isAsked whether it requires anything of the base
 * @param references images that it names without a wildcard
 * @param registries those that it names without a wildcard, which may be asked for what an image
 *     claims
 */
public record WantedBases(boolean isAsked, List<Reference> references, Set<String> registries) {
  /** For a policy that says nothing of bases. */
  public static final WantedBases NONE = new WantedBases(false, List.of(), Set.of());

  /** Copies the collections. */
  public WantedBases {
    references = List.copyOf(references);
    registries = Set.copyOf(registries);
  }
}
