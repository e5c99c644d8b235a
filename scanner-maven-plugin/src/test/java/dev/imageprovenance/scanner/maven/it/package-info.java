/** What the scripts of the projects in src/it use. */
@NullMarked
package dev.imageprovenance.scanner.maven.it;

import org.jspecify.annotations.NullMarked;
