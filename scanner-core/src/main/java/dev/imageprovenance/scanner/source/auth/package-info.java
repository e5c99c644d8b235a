/** Credentials; the only room that knows jib's types; not exported. */
@NullMarked
package dev.imageprovenance.scanner.source.auth;

import org.jspecify.annotations.NullMarked;
