package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;

/**
 * A requirement of a catalogue of controls that a check answers; immutable.
 *
 * @param check which
 * @param name what reports call the requirement, such as {@code CIS Docker 4.1}
 */
record Control(CheckId check, String name) {}
