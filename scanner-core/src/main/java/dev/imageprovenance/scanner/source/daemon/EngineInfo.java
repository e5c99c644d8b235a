package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.oci.Platform;

/**
 * What an engine says of itself; immutable. All of it is the engine's own word.
 *
 * @param version for example {@code 20.10.24}
 * @param apiVersion the newest that it speaks, empty when it does not tell
 * @param isPodman true for podman, which also answers where Docker is expected
 * @param store what its image IDs are
 * @param storageDriver for example {@code overlay2}
 * @param platform what it runs on
 */
public record EngineInfo(
    String version,
    String apiVersion,
    boolean isPodman,
    ImageStore store,
    String storageDriver,
    Platform platform) {}
