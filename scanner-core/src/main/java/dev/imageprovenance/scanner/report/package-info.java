/** The result of a scan and its renderings. */
@NullMarked
package dev.imageprovenance.scanner.report;

import org.jspecify.annotations.NullMarked;
