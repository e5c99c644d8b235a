/**
 * Sample images and the code that builds them, byte for byte the same on every run. It shares no
 * code with the scanner, so that a mistake in one is not repeated in the other.
 */
@NullMarked
package dev.imageprovenance.testimages;

import org.jspecify.annotations.NullMarked;
