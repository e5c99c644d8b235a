package dev.imageprovenance.scanner.signature;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many signatures and attestations of each kind a place keeps about an image; immutable. Nobody
 * has verified them: an inventory says what is there, not what it is worth.
 *
 * @param counts how many of each kind, in the order of kinds
 * @param unknowns why there may be more; empty when every route gave a true answer
 */
public record EvidenceInventory(Map<EvidenceKind, Integer> counts, List<String> unknowns) {
  /** Copies the collections. */
  public EvidenceInventory {
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    unknowns = List.copyOf(unknowns);
  }

  /** How many of that kind were seen. */
  public int count(EvidenceKind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** True when nothing can be there that was not seen. */
  public boolean isComplete() {
    return unknowns.isEmpty();
  }
}
