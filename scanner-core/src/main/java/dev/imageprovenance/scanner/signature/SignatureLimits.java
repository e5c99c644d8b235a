package dev.imageprovenance.scanner.signature;

/**
 * Every bound of a search for signatures, by name; immutable. What exceeds one is unknown.
 *
 * @param artifacts most artifacts (manifests that hold signatures) on one route of one manifest
 * @param signatures most signatures and statements in one artifact
 * @param payloadBytes largest payload, envelope, bundle or statement, in bytes; all of one image
 *     together may have 32 times as many, each counted once for each of its signatures
 */
public record SignatureLimits(int artifacts, int signatures, long payloadBytes) {
  /** 100 artifacts, 100 signatures in each, 8 MiB. */
  public static SignatureLimits defaults() {
    return new SignatureLimits(100, 100, 8L << 20);
  }
}
