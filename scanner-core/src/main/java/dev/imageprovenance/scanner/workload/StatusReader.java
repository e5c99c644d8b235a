package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import java.io.IOException;
import java.util.Optional;

/** The status of one container on its way from the JSON; not thread-safe. */
final class StatusReader {
  private final PodJson json;
  private String name = "";
  private String imageId = "";
  private String image = "";
  private State state = State.UNKNOWN;
  private Optional<String> reason = Optional.empty();

  StatusReader(PodJson json) {
    this.json = json;
  }

  void member(String key) throws IOException {
    switch (key) {
      case "name" -> name = json.text().orElse("");
      case "imageID" -> imageId = json.text().orElse("");
      case "image" -> image = json.text().orElse("");
      case "state" -> json.object(this::state);
      default -> json.skip();
    }
  }

  private void state(String key) throws IOException {
    switch (key) {
      case "waiting" -> in(State.WAITING);
      case "running" -> in(State.RUNNING);
      case "terminated" -> in(State.TERMINATED);
      default -> json.skip();
    }
  }

  private void in(State found) throws IOException {
    if (!json.isAtObject()) {
      json.skip();
      return;
    }
    state = found;
    json.object(
        key -> {
          if (key.equals("reason")) {
            reason = json.text();
          } else {
            json.skip();
          }
        });
  }

  String name() {
    return name;
  }

  ContainerStatus status() {
    return new ContainerStatus(ImageId.parse(imageId), image, state, reason);
  }
}
