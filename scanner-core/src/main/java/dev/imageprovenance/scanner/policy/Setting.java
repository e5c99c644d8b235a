package dev.imageprovenance.scanner.policy;

/**
 * What a clause sets, and which clause it is; immutable if its value is.
 *
 * @param value what it sets
 * @param origin the clause
 */
record Setting<T>(T value, ClauseOrigin origin) {}
