/** Images from an OCI layout, a directory or a tar of one. */
@NullMarked
package dev.imageprovenance.scanner.source.layout;

import org.jspecify.annotations.NullMarked;
