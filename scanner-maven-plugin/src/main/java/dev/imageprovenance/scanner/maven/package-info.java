/** The goals, and what they take from Maven: thin translations into one call of the library. */
@NullMarked
package dev.imageprovenance.scanner.maven;

import org.jspecify.annotations.NullMarked;
