/** What is required and what is allowed: turns findings into a verdict. */
@NullMarked
package dev.imageprovenance.scanner.policy;

import org.jspecify.annotations.NullMarked;
