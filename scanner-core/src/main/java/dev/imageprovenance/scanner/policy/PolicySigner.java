package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.RepositoryGlob;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a policy file believes about images; immutable.
 *
 * @param signer the key or identity with what it is believed
 * @param keyFile the file that holds the key, as the policy names it; empty for a key that stands
 *     in the policy itself and for an identity
 * @param origin the clause
 */
public record PolicySigner(TrustedSigner signer, Optional<String> keyFile, ClauseOrigin origin) {
  /** Its name, by which requirements call it. */
  public String name() {
    return signer.name();
  }

  boolean isTrustedWith(Purpose purpose) {
    return signer.scope().purposes().contains(purpose);
  }

  /** Whether that is who made a signature. */
  boolean isWhoSigned(VerifiedSigner verified) {
    return verified.signer().name().equals(name());
  }

  /** What it is, what it is believed and of which repositories; escaped. */
  public String inWords() {
    List<String> words = new ArrayList<>();
    words.add(identification());
    words.add(
        String.join(" ", signer.scope().purposes().stream().sorted().map(Purpose::label).toList()));
    words.add(
        "of "
            + String.join(
                " ",
                signer.scope().repositories().stream().map(RepositoryGlob::toString).toList()));
    if (!signer.scope().identities().isEmpty()) {
      words.add(
          "as "
              + Text.excerpt(
                  String.join(" ", signer.scope().identities().stream().sorted().toList())));
    }
    return String.join(", ", words);
  }

  private String identification() {
    if (signer instanceof TrustedKey key) {
      return "key " + keyFile.map(file -> Text.excerpt(file) + " ").orElse("") + key.fingerprint();
    }
    TrustedIdentity identity = (TrustedIdentity) signer;
    return "identity "
        + Text.excerpt(identity.identity().toString())
        + " by "
        + Text.excerpt(identity.issuer().toString());
  }
}
