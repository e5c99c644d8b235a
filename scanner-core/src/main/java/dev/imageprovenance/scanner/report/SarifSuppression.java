package dev.imageprovenance.scanner.report;

import java.util.Optional;

/**
 * Why a result does not count (SARIF 2.1.0, section 3.35); immutable.
 *
 * @param justification the reason, escaped
 * @param clause the file and line that say so, where they are in the repository
 */
record SarifSuppression(String justification, Optional<FixLocation> clause) {}
