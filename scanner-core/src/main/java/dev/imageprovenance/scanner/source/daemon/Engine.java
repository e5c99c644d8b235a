package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.image.SourceKind;

/** The container engines that can be asked; immutable. */
public enum Engine {
  DOCKER("docker", "Docker Engine", SourceKind.DOCKER_DAEMON),
  PODMAN("podman", "podman", SourceKind.PODMAN);

  private final String label;
  private final String displayName;
  private final SourceKind sourceKind;

  Engine(String label, String displayName, SourceKind sourceKind) {
    this.label = label;
    this.displayName = displayName;
    this.sourceKind = sourceKind;
  }

  /** The word in {@code container:docker/NAME}. */
  public String label() {
    return label;
  }

  /** Its name in messages. */
  public String displayName() {
    return displayName;
  }

  /** The kind of place that its images come from. */
  public SourceKind sourceKind() {
    return sourceKind;
  }
}
