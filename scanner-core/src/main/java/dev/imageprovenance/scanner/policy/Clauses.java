package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What one level of a policy says about images: a file about all of them, one of its sections about
 * some. What it does not say is left to the level below. Immutable.
 *
 * @param failOn the least severity that fails
 * @param severities in the order of the file
 * @param allowUnknown checks that may be unknown, each with its place
 * @param user who images must run as
 * @param setuid accepted setuid and setgid files
 * @param capabilities accepted file capabilities
 * @param base what images must be built on
 * @param onlyFromBase whether setuid and setgid files must come from it
 * @param signatures what is required of signatures and attestations
 */
record Clauses(
    Optional<Setting<Severity>> failOn,
    List<SeverityRule> severities,
    Optional<Setting<List<Setting<CheckId>>>> allowUnknown,
    Optional<Setting<UserRequirement>> user,
    Optional<Setting<List<SetuidAllowance>>> setuid,
    Optional<Setting<List<CapabilityAllowance>>> capabilities,
    Optional<Setting<BaseClause>> base,
    Optional<Setting<Boolean>> onlyFromBase,
    SignatureDemands signatures) {
  static final Clauses NONE =
      new Clauses(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          SignatureDemands.NONE);

  Clauses {
    severities = List.copyOf(severities);
  }

  Clauses withFailOn(Setting<Severity> setting) {
    return new Clauses(
        Optional.of(setting),
        severities,
        allowUnknown,
        user,
        setuid,
        capabilities,
        base,
        onlyFromBase,
        signatures);
  }

  Clauses withAllowUnknown(Setting<List<Setting<CheckId>>> checks) {
    return new Clauses(
        failOn,
        severities,
        Optional.of(checks),
        user,
        setuid,
        capabilities,
        base,
        onlyFromBase,
        signatures);
  }

  Clauses withSetuid(Setting<List<SetuidAllowance>> allowances) {
    return new Clauses(
        failOn,
        severities,
        allowUnknown,
        user,
        Optional.of(allowances),
        capabilities,
        base,
        onlyFromBase,
        signatures);
  }

  Clauses withCapabilities(Setting<List<CapabilityAllowance>> allowances) {
    return new Clauses(
        failOn,
        severities,
        allowUnknown,
        user,
        setuid,
        Optional.of(allowances),
        base,
        onlyFromBase,
        signatures);
  }
}
