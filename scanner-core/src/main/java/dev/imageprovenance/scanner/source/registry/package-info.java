/** Images from a registry (distribution-spec). */
@NullMarked
package dev.imageprovenance.scanner.source.registry;

import org.jspecify.annotations.NullMarked;
