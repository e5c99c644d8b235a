package dev.imageprovenance.scanner.signature.trust;

/** Who is believed about images: a key, or an identity that a certificate proves; immutable. */
public sealed interface TrustedSigner permits TrustedKey, TrustedIdentity {
  /** What a person calls it, for reports. */
  String name();

  /** What it is believed, and of which repositories. */
  SignerScope scope();
}
