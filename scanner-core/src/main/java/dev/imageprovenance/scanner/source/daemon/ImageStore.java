package dev.imageprovenance.scanner.source.daemon;

/** How an engine keeps images, which decides what its image IDs are; immutable. */
public enum ImageStore {
  /**
   * Docker's graph drivers and podman's storage: the image ID is the digest of the config. Docker
   * keeps layers uncompressed and no manifest.
   */
  GRAPH_DRIVER("graph driver"),
  /** Docker's containerd store: the image ID is the digest of an index or manifest. */
  CONTAINERD("containerd store");

  private final String label;

  ImageStore(String label) {
    this.label = label;
  }

  /** The words used in messages. */
  public String label() {
    return label;
  }
}
