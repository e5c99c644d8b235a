package dev.imageprovenance.scanner.image;

/** The kinds of places an image can be read from. */
public enum SourceKind {
  REGISTRY("registry"),
  OCI_LAYOUT("oci-layout"),
  OCI_ARCHIVE("oci-archive"),
  DOCKER_ARCHIVE("docker-archive"),
  DOCKER_DAEMON("docker-daemon"),
  PODMAN("podman");

  private final String label;

  SourceKind(String label) {
    this.label = label;
  }

  /** The word used in text and JSON. */
  public String label() {
    return label;
  }
}
