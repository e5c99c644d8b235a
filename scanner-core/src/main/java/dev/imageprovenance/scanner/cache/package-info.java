/** Files that outlive a scan: private to their owner, written atomically, bounded, checked. */
@NullMarked
package dev.imageprovenance.scanner.cache;

import org.jspecify.annotations.NullMarked;
