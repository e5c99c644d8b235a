package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;

/**
 * One document that a policy was read from; immutable.
 *
 * @param name the file or URL as it was given
 * @param digest the sha256 of its bytes
 */
public record PolicySource(String name, Digest digest) {}
