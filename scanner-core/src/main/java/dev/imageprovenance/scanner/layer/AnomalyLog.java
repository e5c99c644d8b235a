package dev.imageprovenance.scanner.layer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects a layer's anomalies, a bounded number of each kind; not thread-safe. */
final class AnomalyLog {
  private static final int MOST_OF_A_KIND = 500;

  private final List<LayerAnomaly> kept = new ArrayList<>();
  private final Map<LayerAnomaly.Kind, Integer> counts = new EnumMap<>(LayerAnomaly.Kind.class);

  void add(LayerAnomaly anomaly) {
    if (counts.merge(anomaly.kind(), 1, Integer::sum) <= MOST_OF_A_KIND) {
      kept.add(anomaly);
    }
  }

  void add(LayerAnomaly.Kind kind, String path, String detail) {
    add(new LayerAnomaly(kind, path, detail));
  }

  /** What was added; of each kind that came too often, the last one counts the rest. */
  List<LayerAnomaly> toList() {
    List<LayerAnomaly> all = new ArrayList<>(kept);
    counts.forEach(
        (kind, count) -> {
          if (count > MOST_OF_A_KIND) {
            String detail = count - MOST_OF_A_KIND + " more of this kind are not listed";
            all.add(new LayerAnomaly(kind, "", detail));
          }
        });
    return all;
  }
}
