/**
 * In-toto statements and the predicates that say how an image was built and verified. What a
 * statement says is worth what its signature is worth.
 */
@NullMarked
package dev.imageprovenance.scanner.signature.statement;

import org.jspecify.annotations.NullMarked;
