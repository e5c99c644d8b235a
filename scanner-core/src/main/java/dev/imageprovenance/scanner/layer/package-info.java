/** Layers from stored bytes to entries to the effective file tree. */
@NullMarked
package dev.imageprovenance.scanner.layer;

import org.jspecify.annotations.NullMarked;
