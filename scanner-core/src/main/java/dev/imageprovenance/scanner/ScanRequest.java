package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.util.Optional;
import java.util.Set;

/**
 * What to scan and how to judge it; immutable.
 *
 * @param address an image address, see {@link dev.imageprovenance.scanner.source.ImageAddress}
 * @param platforms which children of an index
 * @param policy what is required and allowed
 * @param checks which checks run besides integrity, which always runs; empty for all
 * @param history whether setuid files hidden in lower layers are reported too
 * @param knownAs the reference that an image in a file or an engine will be pushed to: by it the
 *     policy's sections, waivers and baselines know the image. It is a claim, which no trust group
 *     believes; an image that a registry serves is known by its own reference
 * @param question what it should be built on, and how far that is looked into
 */
public record ScanRequest(
    String address,
    PlatformSelection platforms,
    Policy policy,
    Set<CheckId> checks,
    boolean history,
    Optional<Reference> knownAs,
    BaseQuestion question) {
  /** Copies the set. */
  public ScanRequest {
    checks = Set.copyOf(checks);
  }

  /** This machine's platform, the default policy, all checks, any base. */
  public static ScanRequest of(String address) {
    return new ScanRequest(
        address,
        PlatformSelection.host(),
        Policy.defaults(),
        Set.of(),
        false,
        Optional.empty(),
        BaseQuestion.none());
  }

  /** The same request for other platforms. */
  public ScanRequest platforms(PlatformSelection selection) {
    return new ScanRequest(address, selection, policy, checks, history, knownAs, question);
  }

  /** The same request under another policy. */
  public ScanRequest policy(Policy other) {
    return new ScanRequest(address, platforms, other, checks, history, knownAs, question);
  }

  /** The same request for some checks only; integrity always runs. */
  public ScanRequest checks(Set<CheckId> only) {
    return new ScanRequest(address, platforms, policy, only, history, knownAs, question);
  }

  /** The same request with or without hidden files. */
  public ScanRequest history(boolean hidden) {
    return new ScanRequest(address, platforms, policy, checks, hidden, knownAs, question);
  }

  /**
   * The same request for an image that the policy knows by that reference.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind USAGE if it is none
   */
  public ScanRequest knownAs(String reference) {
    return new ScanRequest(
        address,
        platforms,
        policy,
        checks,
        history,
        Optional.of(Reference.parse(reference)),
        question);
  }

  /** The same request about what the image is built on. */
  public ScanRequest question(BaseQuestion other) {
    return new ScanRequest(address, platforms, policy, checks, history, knownAs, other);
  }
}
