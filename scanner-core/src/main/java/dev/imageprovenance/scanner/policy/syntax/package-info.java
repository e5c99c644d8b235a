/** Policy files as trees whose every part knows its line: YAML and JSON, before any meaning. */
@NullMarked
package dev.imageprovenance.scanner.policy.syntax;

import org.jspecify.annotations.NullMarked;
