package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.Optional;
import java.util.Set;

/**
 * What to compare with what, and how equal it must be; immutable.
 *
 * @param deployed the address of what is deployed, or is about to be: see {@link
 *     dev.imageprovenance.scanner.source.ImageAddress}
 * @param registry the address of what it should equal; when empty, what the deployed side names
 *     itself
 * @param platform the one platform to compare of two indexes; when empty, all
 * @param required the weakest rung that passes
 * @param failOn the least severity of a container's drift that fails
 * @param rehash whether an engine's layers are read even where its records would do
 * @param ignore globs of paths whose drift is ignored, such as {@code /var/lib/app/**}
 * @param signatures what to do about signatures and attestations
 */
public record CompareRequest(
    String deployed,
    Optional<String> registry,
    Optional<Platform> platform,
    Rung required,
    Severity failOn,
    boolean rehash,
    Set<String> ignore,
    SignatureWish signatures) {
  /** Copies the set. */
  public CompareRequest {
    ignore = Set.copyOf(ignore);
  }

  /** Compares with what the deployed side names itself; the same image is required. */
  public static CompareRequest of(String deployed) {
    return new CompareRequest(
        deployed,
        Optional.empty(),
        Optional.empty(),
        Rung.SAME_IMAGE,
        Severity.HIGH,
        false,
        Set.of(),
        SignatureWish.TELL);
  }

  /** Compares two addresses; the same image is required. */
  public static CompareRequest of(String deployed, String registry) {
    return of(deployed).registry(registry);
  }

  /** The same request against that registry copy. */
  public CompareRequest registry(String address) {
    return new CompareRequest(
        deployed, Optional.of(address), platform, required, failOn, rehash, ignore, signatures);
  }

  /** The same request for one platform. */
  public CompareRequest platform(Platform one) {
    return new CompareRequest(
        deployed, registry, Optional.of(one), required, failOn, rehash, ignore, signatures);
  }

  /** The same request with another rung that passes. */
  public CompareRequest required(Rung rung) {
    return new CompareRequest(
        deployed, registry, platform, rung, failOn, rehash, ignore, signatures);
  }

  /** The same request with another severity at which drift fails. */
  public CompareRequest failOn(Severity severity) {
    return new CompareRequest(
        deployed, registry, platform, required, severity, rehash, ignore, signatures);
  }

  /** The same request with or without reading an engine's layers again. */
  public CompareRequest rehash(boolean again) {
    return new CompareRequest(
        deployed, registry, platform, required, failOn, again, ignore, signatures);
  }

  /** The same request with other paths whose drift is ignored. */
  public CompareRequest ignore(Set<String> globs) {
    return new CompareRequest(
        deployed, registry, platform, required, failOn, rehash, globs, signatures);
  }

  /** The same request with another wish about signatures and attestations. */
  public CompareRequest signatures(SignatureWish wish) {
    return new CompareRequest(deployed, registry, platform, required, failOn, rehash, ignore, wish);
  }
}
