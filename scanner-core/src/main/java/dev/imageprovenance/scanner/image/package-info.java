/** An image whose documents were verified, and the ports through which its bytes are read. */
@NullMarked
package dev.imageprovenance.scanner.image;

import org.jspecify.annotations.NullMarked;
