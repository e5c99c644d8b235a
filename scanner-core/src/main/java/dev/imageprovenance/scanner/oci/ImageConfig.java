package dev.imageprovenance.scanner.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an image runs and what its layers are (image-spec config.md); immutable.
 *
 * @param raw the bytes as received
 * @param digest computed over {@code raw}
 * @param platform what the image runs on
 * @param created RFC 3339 text as written
 * @param author claim
 * @param user the raw User, empty when absent
 * @param entrypoint argument vector
 * @param command default arguments
 * @param environment {@code NAME=value} entries in order
 * @param workingDirectory empty when absent
 * @param exposedPorts {@code port/protocol}
 * @param volumes mount points
 * @param labels claims
 * @param stopSignal as written
 * @param diffIds digests of the uncompressed layers, lowest first
 * @param history how the layers came to be, lowest first
 * @param oddities keys whose spelling only a case-folding parser accepts, such as {@code rootfS}
 */
public record ImageConfig(
    RawDocument raw,
    Digest digest,
    Platform platform,
    Optional<String> created,
    Optional<String> author,
    String user,
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    String workingDirectory,
    List<String> exposedPorts,
    List<String> volumes,
    Map<String, String> labels,
    Optional<String> stopSignal,
    List<Digest> diffIds,
    List<History> history,
    List<String> oddities) {
  /** Copies the collections. */
  public ImageConfig {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    exposedPorts = List.copyOf(exposedPorts);
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
    oddities = List.copyOf(oddities);
  }

  /**
   * One step of the build.
   *
   * @param createdBy the instruction
   * @param comment free text
   * @param author who
   * @param created RFC 3339 text as written
   * @param emptyLayer true when the step made no layer
   */
  public record History(
      Optional<String> createdBy,
      Optional<String> comment,
      Optional<String> author,
      Optional<String> created,
      boolean emptyLayer) {
    /** The instruction for a report, without what looks like a secret: builders note arguments. */
    public Optional<String> instruction() {
      return createdBy.map(Secrets::withhold);
    }
  }

  /**
   * The history step of each layer, when there are as many steps with layers as diffIDs; else empty
   * (a history that disagrees attributes nothing).
   */
  public List<History> layerHistory() {
    List<History> withLayers = history.stream().filter(step -> !step.emptyLayer()).toList();
    return withLayers.size() == diffIds.size() ? withLayers : List.of();
  }
}
