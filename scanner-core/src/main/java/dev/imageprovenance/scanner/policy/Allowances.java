package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.UserClass;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the clause of one image's policy that allows a finding; immutable. */
final class Allowances {
  private final ImagePolicy policy;

  Allowances(ImagePolicy policy) {
    this.policy = policy;
  }

  Optional<Excuse> excuse(Finding finding) {
    if (finding.check().equals(CheckId.DEFAULT_USER)) {
      return userExcuse(finding);
    }
    Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    if (finding.check().equals(CheckId.SETUID_FILES)) {
      return setuidExcuse(file.get());
    }
    Optional<CapabilityEvidence> held = finding.evidence(CapabilityEvidence.class);
    return finding.check().equals(CheckId.FILE_CAPABILITIES) && held.isPresent()
        ? capabilityExcuse(file.get(), held.get())
        : Optional.empty();
  }

  /** Only who says that any user will do allows root. */
  private Optional<Excuse> userExcuse(Finding finding) {
    Optional<Setting<UserRequirement>> user = policy.resolved().user();
    if (user.isEmpty() || user.get().value() != UserRequirement.ANY) {
      return Optional.empty();
    }
    Optional<UserClass> found = userClass(finding);
    return found.isPresent() && user.get().value().accepts(found.get())
        ? Optional.of(Excuse.allowed(user.get().origin()))
        : Optional.empty();
  }

  /** What a finding says of the user; empty for findings about groups. */
  static Optional<UserClass> userClass(Finding finding) {
    if (finding.check().equals(CheckId.DEFAULT_USER)) {
      for (UserClass each : UserClass.values()) {
        if (each.name().equals(finding.code())) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Excuse> setuidExcuse(FileEvidence file) {
    Optional<SetuidAllowance> first = Optional.empty();
    for (String name : FileNames.printed(file)) {
      Optional<SetuidAllowance> covering = covering(name, file);
      if (covering.isEmpty()) {
        return Optional.empty();
      }
      first = first.isPresent() ? first : covering;
    }
    return first.isEmpty() ? Optional.empty() : Optional.of(Excuse.allowed(first.get().origin()));
  }

  private Optional<SetuidAllowance> covering(String name, FileEvidence file) {
    for (SetuidAllowance each : policy.setuid()) {
      if (each.covers(name, file)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** An attribute without any capability has nothing to allow. */
  private Optional<Excuse> capabilityExcuse(FileEvidence file, CapabilityEvidence held) {
    Set<ClauseOrigin> origins = new LinkedHashSet<>();
    for (String name : FileNames.printed(file)) {
      for (String capability : capabilities(held)) {
        Optional<CapabilityAllowance> covering = covering(name, file, capability);
        if (covering.isEmpty()) {
          return Optional.empty();
        }
        origins.add(covering.get().origin());
      }
    }
    return origins.isEmpty() ? Optional.empty() : Optional.of(Excuse.allowed(joined(origins)));
  }

  private Optional<CapabilityAllowance> covering(
      String name, FileEvidence file, String capability) {
    for (CapabilityAllowance each : policy.capabilities()) {
      if (each.covers(name, file, capability)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static Set<String> capabilities(CapabilityEvidence held) {
    Set<String> all = new LinkedHashSet<>(held.permitted());
    all.addAll(held.inheritable());
    return all;
  }

  /** Several clauses can allow one capability each; the first one's place stands for all. */
  private static ClauseOrigin joined(Set<ClauseOrigin> origins) {
    List<ClauseOrigin> all = List.copyOf(origins);
    if (all.size() == 1) {
      return all.get(0);
    }
    StringBuilder clauses = new StringBuilder(all.get(0).clause());
    for (ClauseOrigin each : all.subList(1, all.size())) {
      clauses.append(", ").append(each.clause());
    }
    return new ClauseOrigin(clauses.toString(), all.get(0).location());
  }
}
