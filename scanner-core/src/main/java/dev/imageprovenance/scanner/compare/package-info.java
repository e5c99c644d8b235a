/**
 * Two images, the first rung of equality that is proved of them, and their differences. It reads
 * through the port {@link dev.imageprovenance.scanner.compare.ImageReading}, never through a
 * client.
 */
@NullMarked
package dev.imageprovenance.scanner.compare;

import org.jspecify.annotations.NullMarked;
