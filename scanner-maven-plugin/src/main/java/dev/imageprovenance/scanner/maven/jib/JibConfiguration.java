package dev.imageprovenance.scanner.maven.jib;

import dev.imageprovenance.scanner.source.RegistryLogin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one of jib's goals was told, properties included; immutable.
 *
 * @param toImage the target, as it was written
 * @param logins how jib was told to log in to the target's registry, in the order that jib tries
 * @param fromImage the base image, as it was written: a claim
 * @param allowInsecureRegistries whether jib may speak plain http
 * @param skip whether jib builds nothing
 * @param outputs where jib writes what it tells about the image
 * @param dockerEnvironment further variables for the docker client
 */
public record JibConfiguration(
    Optional<String> toImage,
    List<RegistryLogin> logins,
    Optional<String> fromImage,
    boolean allowInsecureRegistries,
    boolean skip,
    Outputs outputs,
    Map<String, String> dockerEnvironment) {
  /** Copies the list and the map. */
  public JibConfiguration {
    logins = List.copyOf(logins);
    dockerEnvironment = Map.copyOf(dockerEnvironment);
  }

  /**
   * The files that jib writes, as people see them.
   *
   * @param tar the image, by {@code jib:buildTar} only
   * @param digest the manifest's or index's digest
   * @param imageId the config's digest
   * @param json all of that, with the image's name and tags
   */
  public record Outputs(Path tar, Path digest, Path imageId, Path json) {}

  /** The base image when its name has no digest, so that it may be another one tomorrow. */
  public Optional<String> unpinnedBase() {
    return fromImage.filter(
        image ->
            !image.equals("scratch")
                && !image.startsWith("tar://")
                && !image.startsWith("docker://")
                && image.indexOf('@') < 0);
  }
}
