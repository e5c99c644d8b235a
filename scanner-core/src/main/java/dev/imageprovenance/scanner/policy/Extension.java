package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.Optional;

/**
 * What a policy file extends; immutable.
 *
 * @param target a file relative to the extending one, or a URL
 * @param isUrl which of them
 * @param sha256 of its bytes; a URL has one
 * @param origin the clause
 */
record Extension(String target, boolean isUrl, Optional<Digest> sha256, ClauseOrigin origin) {}
