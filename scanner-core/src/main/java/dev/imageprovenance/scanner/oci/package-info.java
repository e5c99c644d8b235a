/** The documents of the OCI image specification as immutable records that hold their raw bytes. */
@NullMarked
package dev.imageprovenance.scanner.oci;

import org.jspecify.annotations.NullMarked;
