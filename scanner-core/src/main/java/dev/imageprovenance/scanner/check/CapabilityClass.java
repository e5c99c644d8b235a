package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;

/**
 * How much a capability is worth to an attacker, worst first; immutable. Names are codes of
 * findings.
 */
public enum CapabilityClass {
  /** Leads to root, or to reading and writing everything, in one step. */
  ROOT_EQUIVALENT(Severity.HIGH),
  /** Anything between, unknown numbers too. */
  PRIVILEGED(Severity.MEDIUM),
  /** Opens low ports or raw sockets, as servers and ping need. */
  NETWORK(Severity.LOW),
  /** An attribute without any capability: it grants nothing. */
  EMPTY(Severity.INFO);

  private static final Set<String> ROOT_EQUIVALENTS =
      Set.of(
          // become another user or group
          "cap_setuid",
          "cap_setgid",
          // give oneself or a file further capabilities
          "cap_setpcap",
          "cap_setfcap",
          // read or write any file, or take it over
          "cap_dac_override",
          "cap_dac_read_search",
          "cap_chown",
          "cap_fowner",
          // reach the kernel, devices or other processes' memory
          "cap_sys_admin",
          "cap_sys_module",
          "cap_sys_rawio",
          "cap_sys_ptrace",
          "cap_mknod",
          "cap_bpf",
          "cap_perfmon",
          // leave or forge the root directory in which setuid programs trust their files
          "cap_sys_chroot",
          // switch off mandatory access control
          "cap_mac_override",
          "cap_mac_admin");

  private static final Set<String> NETWORKING = Set.of("cap_net_raw", "cap_net_bind_service");

  private final Severity severity;

  CapabilityClass(Severity severity) {
    this.severity = severity;
  }

  Severity severity() {
    return severity;
  }

  /**
   * The class of one capability.
   *
   * @param name in lower case with its prefix, for example {@code cap_net_raw}
   */
  public static CapabilityClass of(String name) {
    if (ROOT_EQUIVALENTS.contains(name)) {
      return ROOT_EQUIVALENT;
    }
    return NETWORKING.contains(name) ? NETWORK : PRIVILEGED;
  }

  /** The worst class of several capabilities. */
  static CapabilityClass worst(Collection<String> names) {
    return names.stream().map(CapabilityClass::of).min(Comparator.naturalOrder()).orElse(EMPTY);
  }
}
