/**
 * Proofs about signers without keys of their own, by sigstore-java: the only room that knows that
 * library, which may be absent.
 */
@NullMarked
package dev.imageprovenance.scanner.signature.keyless;

import org.jspecify.annotations.NullMarked;
