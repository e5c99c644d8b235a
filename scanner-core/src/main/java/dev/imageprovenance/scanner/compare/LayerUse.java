package dev.imageprovenance.scanner.compare;

/**
 * How many layers a comparison of files took; immutable.
 *
 * @param shared layers that both images hold under one digest at the same place
 * @param sharedRead those of them that had to be read all the same, each once: the other layers
 *     left open what lies below them
 */
public record LayerUse(int shared, int sharedRead) {}
