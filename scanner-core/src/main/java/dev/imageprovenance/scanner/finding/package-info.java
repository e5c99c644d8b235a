/**
 * What a check says: verdicts, severities, findings and their evidence. A bottom room: everybody
 * may use it.
 */
@NullMarked
package dev.imageprovenance.scanner.finding;

import org.jspecify.annotations.NullMarked;
