package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes snapshots in the form that {@link TreeSnapshotReader} reads; used once. */
final class TreeSnapshotWriter {
  private final FactsWriter out;

  TreeSnapshotWriter(FactsWriter out) {
    this.out = out;
  }

  /** Writes everything and hands the last byte on. */
  void write(String key, TreeSnapshot snapshot) throws IOException {
    out.text(key);
    out.number(snapshot.layers().size());
    for (LayerFacts layer : snapshot.layers()) {
      out.head(layer);
      out.number(layer.entries().size());
      out.anomalies(layer.anomalies());
      out.tables(layer.tables());
    }
    FileTrees trees = snapshot.trees();
    out.octet(trees.areAmbiguous() ? 2 : 1);
    tree((SnapshotTree) trees.overlay());
    if (trees.areAmbiguous()) {
      tree((SnapshotTree) trees.inPlace());
    }
    out.flush();
  }

  private void tree(SnapshotTree tree) throws IOException {
    nodes(tree.privileged());
    nodes(tree.hidden());
    out.number(tree.found().size());
    for (Map.Entry<String, Optional<SnapshotTree.Node>> path : tree.found().entrySet()) {
      out.path(path.getKey());
      optionalNode(path.getValue());
    }
    out.number(tree.resolved().size());
    for (Map.Entry<String, SnapshotTree.Resolved> path : tree.resolved().entrySet()) {
      out.path(path.getKey());
      resolved(path.getValue());
    }
    out.number(tree.anomalies().size());
    for (TreeAnomaly anomaly : tree.anomalies()) {
      out.text(anomaly.kind().name());
      out.number(anomaly.layerIndex());
      out.text(anomaly.path());
      out.text(anomaly.detail());
    }
  }

  private void resolved(SnapshotTree.Resolved resolved) throws IOException {
    optionalNode(resolved.node());
    out.octet(resolved.exceedsLinkLimit() ? 1 : 0);
    out.octet(resolved.accountFile().isPresent() ? 1 : 0);
    if (resolved.accountFile().isPresent()) {
      out.accountFile(resolved.accountFile().get());
    }
  }

  private void nodes(List<SnapshotTree.Node> nodes) throws IOException {
    out.number(nodes.size());
    for (SnapshotTree.Node node : nodes) {
      node(node);
    }
  }

  private void optionalNode(Optional<SnapshotTree.Node> node) throws IOException {
    out.octet(node.isPresent() ? 1 : 0);
    if (node.isPresent()) {
      node(node.get());
    }
  }

  private void node(SnapshotTree.Node node) throws IOException {
    out.path(node.path());
    out.entry(node.inode());
    out.attributes(node.attributes());
    out.number(node.layerIndex());
    out.number(node.links().size());
    for (String link : node.links()) {
      out.path(link);
    }
  }
}
