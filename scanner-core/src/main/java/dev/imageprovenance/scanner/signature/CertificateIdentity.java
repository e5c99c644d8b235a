package dev.imageprovenance.scanner.signature;

/**
 * Whom a certificate of minutes is of; immutable.
 *
 * @param subject an e-mail address or a URI, such as a workflow's
 * @param issuer who vouched for it, the URL of an OpenID Connect issuer; empty if not said
 */
public record CertificateIdentity(String subject, String issuer) {}
