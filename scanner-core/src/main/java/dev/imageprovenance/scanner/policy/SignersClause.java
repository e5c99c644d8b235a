package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import java.util.List;
import java.util.Optional;

/**
 * Whom a policy file believes about images; immutable.
 *
 * @param signers in the order of the file
 * @param mappings where images are found under other names than they were signed under
 * @param trustedRoot who vouches for the certificates of identities
 * @param files that were read for it, with the digests of their bytes
 * @param origin the clause
 */
record SignersClause(
    List<PolicySigner> signers,
    List<Setting<RepositoryMapping>> mappings,
    Optional<Setting<TrustedRoot>> trustedRoot,
    List<PolicySource> files,
    ClauseOrigin origin) {
  SignersClause {
    signers = List.copyOf(signers);
    mappings = List.copyOf(mappings);
    files = List.copyOf(files);
  }
}
