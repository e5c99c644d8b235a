/** The one exception of this library. A bottom room: everybody may use it. */
@NullMarked
package dev.imageprovenance.scanner.problem;

import org.jspecify.annotations.NullMarked;
