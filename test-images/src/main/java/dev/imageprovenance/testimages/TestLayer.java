package dev.imageprovenance.testimages;

import java.util.Optional;

/**
 * A finished layer; immutable. Arrays are shared, do not write to them.
 *
 * @param tar the uncompressed bytes
 * @param stored the bytes the descriptor was computed over
 * @param served the bytes that are written under the descriptor's digest
 * @param descriptor what the manifest says
 * @param trueDiffId the digest of {@code tar}
 * @param diffId what the config says
 * @param createdBy the instruction for the history
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copies would double the memory
public record TestLayer(
    byte[] tar,
    byte[] stored,
    byte[] served,
    Descriptor descriptor,
    String trueDiffId,
    String diffId,
    Optional<String> createdBy) {}
