package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.util.Set;

/**
 * What to scan and how to judge it; immutable.
 *
 * @param address an image address, see {@link dev.imageprovenance.scanner.source.ImageAddress}
 * @param platforms which children of an index
 * @param policy what is required and allowed
 * @param checks which checks run besides integrity, which always runs; empty for all
 * @param history whether setuid files hidden in lower layers are reported too
 */
public record ScanRequest(
    String address,
    PlatformSelection platforms,
    Policy policy,
    Set<CheckId> checks,
    boolean history) {
  /** Copies the set. */
  public ScanRequest {
    checks = Set.copyOf(checks);
  }

  /** This machine's platform, the default policy, all checks. */
  public static ScanRequest of(String address) {
    return new ScanRequest(address, PlatformSelection.host(), Policy.defaults(), Set.of(), false);
  }

  /** The same request for other platforms. */
  public ScanRequest platforms(PlatformSelection selection) {
    return new ScanRequest(address, selection, policy, checks, history);
  }

  /** The same request under another policy. */
  public ScanRequest policy(Policy other) {
    return new ScanRequest(address, platforms, other, checks, history);
  }

  /** The same request for some checks only; integrity always runs. */
  public ScanRequest checks(Set<CheckId> only) {
    return new ScanRequest(address, platforms, policy, only, history);
  }

  /** The same request with or without hidden files. */
  public ScanRequest history(boolean hidden) {
    return new ScanRequest(address, platforms, policy, checks, hidden);
  }
}
