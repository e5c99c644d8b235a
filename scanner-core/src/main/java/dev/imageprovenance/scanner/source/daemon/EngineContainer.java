package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What an engine says of one of its containers; immutable. All of it is the engine's record.
 *
 * @param engine what really runs it: podman may also answer where Docker is expected
 * @param id 64 hexadecimal digits
 * @param name without the slash that engines put in front
 * @param state whether it runs
 * @param imageId the ID of the image that it was made from, whatever its tag points at now
 * @param imageManifest the manifest that it was made from, where the containerd store tells it
 * @param startedFrom the image reference that it was started with, as written
 * @param platform the operating system, which is all that engines tell
 * @param config what it was told to run, the image's own settings included
 * @param privileges what it may do beyond an ordinary container, or not
 * @param mounts what is mounted into its file system, without {@code tmpfs}
 * @param tmpfs where temporary file systems are mounted
 */
public record EngineContainer(
    Engine engine,
    String id,
    String name,
    State state,
    Digest imageId,
    Optional<Descriptor> imageManifest,
    String startedFrom,
    String platform,
    RuntimeConfig config,
    Privileges privileges,
    List<Mount> mounts,
    List<String> tmpfs) {
  /** Copies the lists. */
  public EngineContainer {
    mounts = List.copyOf(mounts);
    tmpfs = List.copyOf(tmpfs);
  }

  /**
   * Whether it runs.
   *
   * @param status the engine's word: created, running, paused, exited, …
   * @param running true while it has processes, also when they are paused
   * @param everStarted false if it was only created
   */
  public record State(String status, boolean running, boolean everStarted) {}

  /**
   * What it may do beyond an ordinary container, or not.
   *
   * @param privileged true if nothing is withheld
   * @param capAdd capabilities, each with {@code CAP_} in front, or {@code ALL}
   * @param capDrop the same; podman lists those that it drops for everybody, too
   * @param readonlyRootfs true if its own file system cannot be written to
   * @param securityOpt for example {@code no-new-privileges}, as written
   * @param usernsMode for example {@code host}, as written; empty when not set
   * @param groupAdd supplementary groups, as written
   */
  public record Privileges(
      boolean privileged,
      List<String> capAdd,
      List<String> capDrop,
      boolean readonlyRootfs,
      List<String> securityOpt,
      String usernsMode,
      List<String> groupAdd) {
    /** Copies the lists. */
    public Privileges {
      capAdd = List.copyOf(capAdd);
      capDrop = List.copyOf(capDrop);
      securityOpt = List.copyOf(securityOpt);
      groupAdd = List.copyOf(groupAdd);
    }
  }

  /**
   * Something mounted into its file system.
   *
   * @param type bind, volume, image, …, as written
   * @param source a path of the host, or empty
   * @param name the volume's name, or empty
   * @param destination an absolute path in the container
   * @param writable true if the container may write there
   */
  public record Mount(
      String type, String source, String name, String destination, boolean writable) {}

  /** Where it differs from {@code image}'s own settings, without what engines set by themselves. */
  public List<ConfigOverride> overridesOf(EngineImage image) {
    return ConfigOverride.between(image.config(), config, engine);
  }
}
