package dev.imageprovenance.scanner.signature;

/** Why a signature or an attestation does not count. The names are stable codes. */
public enum RefusalReason {
  /** The stored bytes are not those that their manifest describes. */
  TAMPERED_PAYLOAD,
  /** It says that a trusted signer made it, but it does not fit what it is said to sign. */
  BAD_SIGNATURE,
  /** No trusted key or identity made it: somebody else did, or what was signed has changed. */
  WRONG_KEY,
  /** Signed as it should be, but about another image. */
  WRONG_SUBJECT,
  /** Signed for another repository, or another tag of it. */
  WRONG_REPOSITORY,
  /** The signer is trusted, but not about this repository. */
  OUT_OF_SCOPE,
  /** The signer is trusted, but not with this kind of statement. */
  WRONG_PURPOSE,
  /** A document is not in the form that it should have. */
  MALFORMED,
  /** A document repeats a key, so that two readers may read two things. */
  DUPLICATE_KEYS,
  /** The signer's certificate holds another identity or issuer. */
  WRONG_IDENTITY,
  /** The signer's certificate does not lead to the trusted root. */
  UNTRUSTED_CERTIFICATE,
  /** It was signed when the signer's certificate was not valid. */
  EXPIRED_CERTIFICATE,
  /** No transparency log's entry came with the signature. */
  MISSING_LOG_ENTRY,
  /** The transparency log's entry is about something else, or its proof does not hold. */
  WRONG_LOG_ENTRY,
  /** Nobody who is trusted says when it was signed. */
  MISSING_TIMESTAMP,
  /** A timestamp does not hold. */
  WRONG_TIMESTAMP,
  /** The builder that the provenance names is not the signer's. */
  WRONG_BUILDER,
  /** The verifier that the summary names is not the signer's. */
  WRONG_VERIFIER,
  /** The summary is for another resource or environment. */
  WRONG_RESOURCE,
  /** The summary is about another policy. */
  WRONG_POLICY,
  /** The summary says that the image failed. */
  NOT_PASSED,
  /** The summary is older than is allowed, does not say how old it is, or is of the future. */
  STALE,
  /** The summary lacks a level that is required. */
  MISSING_LEVEL
}
