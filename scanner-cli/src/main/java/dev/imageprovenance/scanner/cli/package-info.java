/**
 * The command line: turns arguments into requests, reports into output and verdicts into exit
 * codes. It judges nothing.
 */
@NullMarked
package dev.imageprovenance.scanner.cli;

import org.jspecify.annotations.NullMarked;
