package dev.imageprovenance.scanner.workload;

import java.util.Optional;

/**
 * What the kubelet says of a container; immutable.
 *
 * @param imageId the image that it runs or ran
 * @param image the name that the engine knows the image by, which need not be the spec's
 * @param state what it does
 * @param reason of the state, for example {@code ImagePullBackOff}
 */
public record ContainerStatus(ImageId imageId, String image, State state, Optional<String> reason) {

  /** What a container does. */
  public enum State {
    WAITING("waiting"),
    RUNNING("running"),
    TERMINATED("terminated"),
    UNKNOWN("in no known state");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** The words used in text and JSON. */
    public String label() {
      return label;
    }
  }
}
