package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.signature.SignatureLimits;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose signatures to look for, and whom to believe; immutable.
 *
 * @param address an image in a registry, or in an OCI layout or archive, see {@link
 *     dev.imageprovenance.scanner.source.ImageAddress}
 * @param platforms which children of an index
 * @param trust keys and identities, what they may say and of which repositories. One of those that
 *     may sign images must have signed
 * @param policy judges by this instead of {@code trust}: whom it believes, and what it requires
 * @param name which repository the image is of; needed for an image in a file, whose signatures
 *     name a repository. The address of an image in a registry says it itself
 * @param limits bounds of the search
 */
public record SignatureRequest(
    String address,
    PlatformSelection platforms,
    Trust trust,
    Optional<Policy> policy,
    Optional<Reference> name,
    SignatureLimits limits) {
  /** This machine's platform; nobody is trusted, so that everything found stays unverified. */
  public static SignatureRequest of(String address) {
    return new SignatureRequest(
        address,
        PlatformSelection.host(),
        Trust.NOBODY,
        Optional.empty(),
        Optional.empty(),
        SignatureLimits.defaults());
  }

  /** The same request for other platforms. */
  public SignatureRequest platforms(PlatformSelection selection) {
    return new SignatureRequest(address, selection, trust, policy, name, limits);
  }

  /** The same request, believing others. */
  public SignatureRequest trust(Trust others) {
    return new SignatureRequest(address, platforms, others, policy, name, limits);
  }

  /**
   * The same request, proving certificates with a trusted root (sigstore's {@code
   * trusted_root.json}); after {@link #trust}.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind CONFIGURATION if it cannot be
   *     used
   */
  public SignatureRequest trustedRoot(Path file) {
    return trust(trust.trustedRoot(TrustedRoot.ofFile(file)));
  }

  /** The same request, judged by a policy instead. */
  public SignatureRequest policy(Policy judge) {
    return new SignatureRequest(address, platforms, trust, Optional.of(judge), name, limits);
  }

  /** The same request for an image of that repository. */
  public SignatureRequest name(Reference reference) {
    return new SignatureRequest(address, platforms, trust, policy, Optional.of(reference), limits);
  }

  /** The same request with other bounds. */
  public SignatureRequest limits(SignatureLimits others) {
    return new SignatureRequest(address, platforms, trust, policy, name, others);
  }
}
