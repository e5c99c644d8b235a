/** What jib was told and what it has left: finds the image that a build made. */
@NullMarked
package dev.imageprovenance.scanner.maven.jib;

import org.jspecify.annotations.NullMarked;
