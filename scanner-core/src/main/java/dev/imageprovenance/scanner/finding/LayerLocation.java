package dev.imageprovenance.scanner.finding;

import java.util.Optional;

/**
 * Where in an image something is; immutable.
 *
 * @param layerIndex the layer's position, 0 is the lowest
 * @param layerDigest the digest a person can look the layer up by: of the compressed blob where
 *     there is one, else the diffID; with its algorithm prefix
 * @param instruction the history line that made the layer, when the history's count allows to tell
 */
public record LayerLocation(int layerIndex, String layerDigest, Optional<String> instruction) {}
