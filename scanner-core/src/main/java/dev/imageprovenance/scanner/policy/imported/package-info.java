/** What other scanners are told to ignore, written as a policy. */
@NullMarked
package dev.imageprovenance.scanner.policy.imported;

import org.jspecify.annotations.NullMarked;
