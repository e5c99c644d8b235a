package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sorts the containers of many pods by the image that they run, so that each image needs to be
 * looked at once; not thread-safe.
 */
public final class PodImages {
  private final Map<Key, Map<Container, List<String>>> images = new LinkedHashMap<>();

  /** Sorts the containers of {@code pods}. */
  public PodImages(List<Pod> pods) {
    for (Pod pod : pods) {
      for (PodContainer container : pod.containers()) {
        images
            .computeIfAbsent(Key.of(container), key -> new LinkedHashMap<>())
            .computeIfAbsent(Container.of(pod, container), same -> new ArrayList<>())
            .add(pod.name());
      }
    }
  }

  /**
   * What makes containers run one image: the recorded ID and the reference.
   *
   * @param imageId what the kubelet recorded
   * @param specImage the reference as written
   */
  public record Key(ImageId imageId, String specImage) {
    static Key of(PodContainer container) {
      return new Key(
          container.status().map(ContainerStatus::imageId).orElse(new ImageId.Missing()),
          container.specImage());
    }
  }

  private record Container(
      String namespace,
      Workload workload,
      Role role,
      String name,
      State state,
      Optional<String> reason,
      ContainerSecurity security) {
    static Container of(Pod pod, PodContainer container) {
      return new Container(
          pod.namespace(),
          pod.workload(),
          container.role(),
          container.name(),
          container.status().map(ContainerStatus::state).orElse(State.UNKNOWN),
          container.status().flatMap(ContainerStatus::reason),
          container.security());
    }
  }

  /** The images in the order of the list. */
  public List<Key> keys() {
    return List.copyOf(images.keySet());
  }

  /**
   * Judges all containers that run one of {@code keys}, which are one and the same image. The facts
   * are not held on to.
   *
   * @param facts of the image, or why there are none
   */
  public Map<Key, List<PodImage.Use>> judge(List<Key> keys, Fact<ImageFacts> facts) {
    Fact<ImageRights> rights =
        facts instanceof Fact.Known<ImageFacts> known
            ? Fact.known(new ImageRights(known.value()))
            : Fact.unknown(facts.whyUnknown().orElse(""));
    Map<Judged, RootAccess> judged = new HashMap<>();
    Map<Key, List<PodImage.Use>> uses = new HashMap<>();
    for (Key key : keys) {
      List<PodImage.Use> ofKey = new ArrayList<>();
      images
          .getOrDefault(key, Map.of())
          .forEach((container, pods) -> ofKey.add(use(container, pods, rights, judged)));
      ofKey.sort(Comparator.comparing((PodImage.Use use) -> use.access().severity()).reversed());
      uses.put(key, ofKey);
    }
    return uses;
  }

  private record Judged(ContainerSecurity security, State state) {}

  private static PodImage.Use use(
      Container container,
      List<String> pods,
      Fact<ImageRights> rights,
      Map<Judged, RootAccess> judged) {
    RootAccess access =
        judged.computeIfAbsent(
            new Judged(container.security(), container.state()),
            same -> RootJudge.judge(same.security(), same.state(), rights));
    return new PodImage.Use(
        container.namespace(),
        container.workload(),
        container.role(),
        container.name(),
        container.state(),
        container.reason(),
        container.security(),
        access,
        pods);
  }
}
