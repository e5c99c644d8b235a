package dev.imageprovenance.scanner.layer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds names in one directory that some file systems take for the same: they differ only in letter
 * case or in Unicode form. Not thread-safe.
 *
 * <p>A directory may have a million names, so a first pass keeps one number for each and only names
 * whose numbers meet are looked at as text.
 */
final class CaseFolding {
  private final TreeAnomalies anomalies;
  private long[] hashes = new long[64];

  CaseFolding(TreeAnomalies anomalies) {
    this.anomalies = anomalies;
  }

  void examine(PathNode root) {
    examineDirectory(root);
    Iterator<PathNode> walk = Siblings.withDescendants(root.children);
    while (walk.hasNext()) {
      PathNode node = walk.next();
      if (node.children != null) {
        examineDirectory(node);
      }
    }
  }

  private void examineDirectory(PathNode directory) {
    int count = 0;
    for (PathNode child : Siblings.inOrder(directory.children)) {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, count * 2);
      }
      hashes[count++] = hash(child);
    }
    Set<Long> repeated = repeated(count);
    if (!repeated.isEmpty()) {
      report(directory, repeated);
    }
  }

  private Set<Long> repeated(int count) {
    Arrays.sort(hashes, 0, count);
    Set<Long> repeated = new HashSet<>();
    for (int i = 1; i < count; i++) {
      if (hashes[i] == hashes[i - 1]) {
        repeated.add(hashes[i]);
      }
    }
    return repeated;
  }

  private void report(PathNode directory, Set<Long> repeated) {
    Map<String, List<PathNode>> byFoldedName = new HashMap<>();
    for (PathNode child : Siblings.inOrder(directory.children)) {
      if (repeated.contains(hash(child))) {
        byFoldedName.computeIfAbsent(fold(child.name()), key -> new ArrayList<>(2)).add(child);
      }
    }
    byFoldedName.values().stream()
        .filter(same -> same.size() > 1)
        .sorted((one, other) -> one.get(0).compareNameTo(other.get(0)))
        .forEach(this::report);
  }

  private void report(List<PathNode> same) {
    int layer = same.stream().mapToInt(PathNode::layerIndex).max().orElseThrow();
    PathNode first = same.get(0);
    PathNode second = same.get(1);
    anomalies.add(
        TreeAnomaly.Kind.CASE_FOLDING_NAMES,
        layer,
        second.path(),
        "the same name as "
            + LayerApplier.quote(first.name())
            + " where letter case or Unicode form do not count"
            + (same.size() > 2 ? ", as are " + (same.size() - 2) + " more" : ""));
  }

  private static long hash(PathNode node) {
    long hash = 0;
    for (int i = 0; i < node.nameLength(); i++) {
      char c = node.nameChar(i);
      if (c >= 0x80) {
        return hash(fold(node.name()));
      }
      hash = hash * 0x5DEECE66DL + (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return hash;
  }

  private static long hash(String folded) {
    long hash = 0;
    for (int i = 0; i < folded.length(); i++) {
      hash = hash * 0x5DEECE66DL + folded.charAt(i);
    }
    return hash;
  }

  private static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    Normalizer.normalize(name, Normalizer.Form.NFC)
        .codePoints()
        .map(codePoint -> Character.toLowerCase(Character.toUpperCase(codePoint)))
        .forEach(folded::appendCodePoint);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }
}
