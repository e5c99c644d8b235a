/**
 * What a scan runs in: clock, limits, progress and cancellation. A bottom room: everybody may use
 * it.
 */
@NullMarked
package dev.imageprovenance.scanner.context;

import org.jspecify.annotations.NullMarked;
