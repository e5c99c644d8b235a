/** Images from an archive that docker save, kaniko or bazel wrote. */
@NullMarked
package dev.imageprovenance.scanner.source.archive;

import org.jspecify.annotations.NullMarked;
