/** Whom a user trusts: keys and identities, what each may say, and of which repositories. */
@NullMarked
package dev.imageprovenance.scanner.signature.trust;

import org.jspecify.annotations.NullMarked;
