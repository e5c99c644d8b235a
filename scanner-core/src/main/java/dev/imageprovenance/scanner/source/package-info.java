/** Where images come from: addresses, and one package for each kind of source. */
@NullMarked
package dev.imageprovenance.scanner.source;

import org.jspecify.annotations.NullMarked;
