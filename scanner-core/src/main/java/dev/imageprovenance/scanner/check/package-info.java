/** The rules: facts of an image in, findings out. No check opens a connection. */
@NullMarked
package dev.imageprovenance.scanner.check;

import org.jspecify.annotations.NullMarked;
