package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.layer.SnapshotTree.Node;
import dev.imageprovenance.scanner.layer.SnapshotTree.Resolved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link TreeSnapshotWriter} wrote; used once. Lists grow with what is really there, and
 * none longer than what a snapshot may hold.
 */
final class TreeSnapshotReader {
  private final FactsReader in;
  private final Limits limits;
  private int layers;

  TreeSnapshotReader(FactsReader in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /**
   * Reads everything to the end of the stream.
   *
   * @throws IOException if it is not what was written under that key
   * @throws RuntimeException likewise, from the types that check their values
   */
  TreeSnapshot read(String key) throws IOException {
    in.requireKey(key);
    layers = in.count(limits.layers());
    List<LayerFacts> outlines = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      outlines.add(outline());
    }
    boolean ambiguous = in.octet() == 2;
    SnapshotTree overlay = tree(FileTree.Engine.OVERLAY);
    SnapshotTree inPlace = ambiguous ? tree(FileTree.Engine.IN_PLACE) : overlay;
    in.requireEnd();
    return new TreeSnapshot(outlines, new FileTrees(overlay, inPlace));
  }

  private LayerFacts outline() throws IOException {
    return in.facts(
        () -> new UnkeptEntries(in.count(limits.layerEntries())), UnkeptAccountFiles::new);
  }

  private SnapshotTree tree(FileTree.Engine engine) throws IOException {
    return new SnapshotTree(engine, nodes(), nodes(), found(), resolved(), anomalies());
  }

  private Map<String, Optional<Node>> found() throws IOException {
    int count = in.count(SnapshotTree.MOST_NAMES);
    Map<String, Optional<Node>> found = new HashMap<>();
    for (int i = 0; i < count; i++) {
      found.put(in.path(), optionalNode());
    }
    return found;
  }

  private Map<String, Resolved> resolved() throws IOException {
    int count = in.count(2 * SnapshotTree.ACCOUNT_FILES.size());
    Map<String, Resolved> resolved = new HashMap<>();
    for (int i = 0; i < count; i++) {
      resolved.put(
          in.path(),
          new Resolved(
              optionalNode(),
              in.octet() != 0,
              in.octet() != 0 ? Optional.of(in.accountFile()) : Optional.empty()));
    }
    return resolved;
  }

  private List<TreeAnomaly> anomalies() throws IOException {
    int count = in.count(TreeAnomaly.Kind.values().length * TreeAnomalies.MOST_OF_A_KIND);
    List<TreeAnomaly> anomalies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TreeAnomaly.Kind kind = TreeAnomaly.Kind.valueOf(in.text());
      anomalies.add(new TreeAnomaly(kind, layerIndex(), in.text(), in.text()));
    }
    return anomalies;
  }

  private List<Node> nodes() throws IOException {
    int count = in.count(SnapshotTree.MOST_NAMES);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(node());
    }
    return nodes;
  }

  private Optional<Node> optionalNode() throws IOException {
    return in.octet() != 0 ? Optional.of(node()) : Optional.empty();
  }

  private Node node() throws IOException {
    String path = in.path();
    if (!(in.entry() instanceof LayerEntry.Inode inode)) {
      throw new IOException("a node without an inode");
    }
    return new Node(path, inode, in.attributes(), layerIndex(), links());
  }

  private List<String> links() throws IOException {
    int count = in.count(SnapshotTree.MOST_NAMES);
    List<String> links = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      links.add(in.path());
    }
    return List.copyOf(links);
  }

  /** A finding names the layer, so it must be there. An image without layers has the root alone. */
  private int layerIndex() throws IOException {
    return in.count(Math.max(layers - 1, 0));
  }
}
