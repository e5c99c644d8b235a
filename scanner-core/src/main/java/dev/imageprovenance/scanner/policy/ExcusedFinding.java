package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.Finding;

/**
 * A finding that does not count, and why; immutable.
 *
 * @param finding what was found
 * @param excuse why it does not count
 */
public record ExcusedFinding(Finding finding, Excuse excuse) {}
