@NullMarked
package dev.imageprovenance.testimages;

import org.jspecify.annotations.NullMarked;
