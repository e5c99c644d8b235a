/**
 * Signatures and attestations of images: found on every route, verified against keys and identities
 * that the user names, and told apart from mere claims.
 */
@NullMarked
package dev.imageprovenance.scanner.signature;

import org.jspecify.annotations.NullMarked;
