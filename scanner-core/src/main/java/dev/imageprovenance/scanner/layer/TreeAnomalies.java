package dev.imageprovenance.scanner.layer;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what engines could disagree about, each once, of a kind at most {@value
 * #MOST_OF_A_KIND}; not thread-safe.
 */
final class TreeAnomalies {
  /** An image could have a million of them, and the first ones tell it all. */
  static final int MOST_OF_A_KIND = 1_000;

  private final Set<TreeAnomaly> found = new LinkedHashSet<>();
  private final Map<TreeAnomaly.Kind, Integer> counts = new EnumMap<>(TreeAnomaly.Kind.class);

  void add(TreeAnomaly.Kind kind, int layer, String path, String detail) {
    add(new TreeAnomaly(kind, layer, path, detail));
  }

  void addAll(Collection<TreeAnomaly> anomalies) {
    anomalies.forEach(this::add);
  }

  private void add(TreeAnomaly anomaly) {
    int count = counts.getOrDefault(anomaly.kind(), 0);
    if (count < MOST_OF_A_KIND && found.add(anomaly)) {
      counts.put(anomaly.kind(), count + 1);
    }
  }

  List<TreeAnomaly> toList() {
    return List.copyOf(found);
  }
}
