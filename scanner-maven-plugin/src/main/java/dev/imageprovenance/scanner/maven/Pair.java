package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.Optional;

/**
 * Two images to compare; immutable.
 *
 * @param deployed the address of the one that this build has made
 * @param registry the address of the one that it should equal
 * @param scanned the config's digest of what was scanned at {@code deployed} in this build
 */
record Pair(String deployed, String registry, Optional<Digest> scanned) {}
