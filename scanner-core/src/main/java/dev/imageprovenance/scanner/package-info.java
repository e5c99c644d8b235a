/** The façade that a library user imports. It alone orchestrates. */
@NullMarked
package dev.imageprovenance.scanner;

import org.jspecify.annotations.NullMarked;
