/** Where signatures and attestations of an image may be, and what each place answers. */
@NullMarked
package dev.imageprovenance.scanner.signature.discovery;

import org.jspecify.annotations.NullMarked;
