/** Micro-benchmarks of what costs time in a scan. */
@NullMarked
package dev.imageprovenance.benchmarks;

import org.jspecify.annotations.NullMarked;
