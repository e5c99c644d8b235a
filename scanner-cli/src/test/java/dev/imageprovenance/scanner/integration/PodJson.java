package dev.imageprovenance.scanner.integration;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists of pods in the shapes that {@code kubectl get pods -A -o json} writes with docker,
 * containerd and CRI-O; a builder, not thread-safe. The lists are synthetic: no cluster took part.
 * The digests in them are those of images in a real registry.
 */
final class PodJson {
  /** Forbids what would let the process become root, so that only the image decides. */
  static final String HARMLESS =
      "{\"runAsUser\":1000,\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]}}";

  private final List<String> items = new ArrayList<>();

  /** A running pod of a Deployment with one container. */
  PodJson running(String deployment, String image, String imageId) {
    return running(deployment, image, imageId, HARMLESS);
  }

  /** The same with its container's securityContext. */
  PodJson running(String deployment, String image, String imageId, String securityContext) {
    items.add(
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"annotations": {"note": "synthetic"}, "namespace": "shop",
           "name": "%1$s-5d9c7b8f6-%5$05d",
           "ownerReferences": [{"apiVersion": "apps/v1", "blockOwnerDeletion": true,
             "controller": true, "kind": "ReplicaSet", "name": "%1$s-5d9c7b8f6", "uid": "u"}]},
         "spec": {"containers": [{"name": "app", "image": "%2$s",
           "imagePullPolicy": "IfNotPresent", "securityContext": %4$s}],
           "nodeName": "node-1", "securityContext": {}},
         "status": {"phase": "Running", "containerStatuses": [{"name": "app", "image": "%2$s",
           "imageID": "%3$s", "ready": true, "restartCount": 0, "started": true,
           "state": {"running": {"startedAt": "2026-11-23T12:00:00Z"}}, "lastState": {}}]}}
        """
            .formatted(deployment, image, imageId, securityContext, items.size()));
    return this;
  }

  /** A pod whose image could not be pulled. */
  PodJson waiting(String deployment, String image) {
    items.add(
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "shop", "name": "%1$s"},
         "spec": {"containers": [{"name": "app", "image": "%2$s"}]},
         "status": {"phase": "Pending", "containerStatuses": [{"name": "app", "image": "%2$s",
           "imageID": "", "state": {"waiting": {"reason": "ImagePullBackOff"}}}]}}
        """
            .formatted(deployment, image));
    return this;
  }

  /** The list, its kind behind its items as kubectl writes it. */
  @Override
  public String toString() {
    return "{\"apiVersion\": \"v1\", \"items\": ["
        + String.join(",", items)
        + "], \"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"\"}}";
  }
}
