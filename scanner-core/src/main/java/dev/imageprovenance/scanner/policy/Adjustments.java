package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What whoever scans says beside the policy's files; immutable. A threshold takes the place of the
 * file's, allowances are added to the file's.
 */
record Adjustments(
    Optional<Setting<Severity>> failOn,
    List<Setting<CheckId>> allowUnknown,
    List<SetuidAllowance> setuid,
    List<CapabilityAllowance> capabilities,
    Optional<Baseline> baseline) {
  static final Adjustments NONE =
      new Adjustments(Optional.empty(), List.of(), List.of(), List.of(), Optional.empty());

  Adjustments {
    allowUnknown = List.copyOf(allowUnknown);
    setuid = List.copyOf(setuid);
    capabilities = List.copyOf(capabilities);
  }

  Adjustments withFailOn(Setting<Severity> severity) {
    return new Adjustments(Optional.of(severity), allowUnknown, setuid, capabilities, baseline);
  }

  Adjustments withUnknown(Setting<CheckId> check) {
    return new Adjustments(failOn, plus(allowUnknown, check), setuid, capabilities, baseline);
  }

  Adjustments withSetuid(SetuidAllowance allowance) {
    return new Adjustments(failOn, allowUnknown, plus(setuid, allowance), capabilities, baseline);
  }

  Adjustments withCapabilities(CapabilityAllowance allowance) {
    return new Adjustments(failOn, allowUnknown, setuid, plus(capabilities, allowance), baseline);
  }

  Adjustments withBaseline(Baseline known) {
    return new Adjustments(failOn, allowUnknown, setuid, capabilities, Optional.of(known));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> longer = new ArrayList<>(list.size() + 1);
    longer.addAll(list);
    longer.add(item);
    return longer;
  }
}
