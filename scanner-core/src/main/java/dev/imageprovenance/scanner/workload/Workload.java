package dev.imageprovenance.scanner.workload;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What made a pod; immutable.
 *
 * @param kind of the owner by the pod's ownerReferences, for example {@code DaemonSet}; {@code Pod}
 *     for a pod that nobody owns, or only its node
 * @param name the owner's name
 * @param deployment the Deployment that a ReplicaSet's name points to by the form of its last part;
 *     a guess, which the pod list neither proves nor contradicts
 */
public record Workload(String kind, String name, Optional<String> deployment) {
  private static final String REPLICA_SET = "ReplicaSet";

  /** Kubernetes spells hashes with these letters, so that no word comes out. */
  private static final Pattern HASH_SUFFIX =
      Pattern.compile("(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}");

  /** The owner of that kind and name. */
  static Workload of(String kind, String name) {
    return new Workload(
        kind,
        name,
        Optional.of(HASH_SUFFIX.matcher(name))
            .filter(suffix -> kind.equals(REPLICA_SET) && suffix.matches())
            .map(suffix -> suffix.group(1)));
  }

  /** A pod of its own. */
  static Workload ofPod(String name) {
    return new Workload("Pod", name, Optional.empty());
  }

  /** {@code Deployment/app} where that is claimed, else kind and name of the owner. */
  @Override
  public String toString() {
    return deployment.map(claimed -> "Deployment/" + claimed).orElse(kind + "/" + name);
  }
}
