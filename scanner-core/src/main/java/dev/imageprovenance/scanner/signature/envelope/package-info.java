/** The forms that signatures come in: taken apart, nothing in them believed. */
@NullMarked
package dev.imageprovenance.scanner.signature.envelope;

import org.jspecify.annotations.NullMarked;
