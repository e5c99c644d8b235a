/**
 * Where an image comes from: its documents from the index down to each layer, what is claimed of
 * the images below it, and what the layers' chainIDs prove. It judges documents that were read
 * elsewhere, and opens no connection itself.
 */
@NullMarked
package dev.imageprovenance.scanner.lineage;

import org.jspecify.annotations.NullMarked;
