package dev.imageprovenance.scanner.signature.trust;

/**
 * A signer without a key of its own: whoever an issuer says that he is, by a certificate of minutes
 * (Fulcio); immutable. There is none without both identity and issuer, because such a one would
 * trust everybody who can log in somewhere.
 *
 * @param name what a person calls it, for reports
 * @param identity the certificate's subject alternative name: an e-mail address or a workflow's URI
 * @param issuer who vouched for the identity, an OpenID Connect issuer's URL
 * @param scope what it is believed, and of which repositories
 */
public record TrustedIdentity(String name, TextMatch identity, TextMatch issuer, SignerScope scope)
    implements TrustedSigner {}
