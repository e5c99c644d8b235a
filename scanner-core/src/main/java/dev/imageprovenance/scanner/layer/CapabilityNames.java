package dev.imageprovenance.scanner.layer;

import java.util.ArrayList;
import java.util.List;

/** Names of Linux capabilities (linux/capability.h); stateless and thread-safe. */
public final class CapabilityNames {
  private static final List<String> NAMES =
      List.of(
          "cap_chown",
          "cap_dac_override",
          "cap_dac_read_search",
          "cap_fowner",
          "cap_fsetid",
          "cap_kill",
          "cap_setgid",
          "cap_setuid",
          "cap_setpcap",
          "cap_linux_immutable",
          "cap_net_bind_service",
          "cap_net_broadcast",
          "cap_net_admin",
          "cap_net_raw",
          "cap_ipc_lock",
          "cap_ipc_owner",
          "cap_sys_module",
          "cap_sys_rawio",
          "cap_sys_chroot",
          "cap_sys_ptrace",
          "cap_sys_pacct",
          "cap_sys_admin",
          "cap_sys_boot",
          "cap_sys_nice",
          "cap_sys_resource",
          "cap_sys_time",
          "cap_sys_tty_config",
          "cap_mknod",
          "cap_lease",
          "cap_audit_write",
          "cap_audit_control",
          "cap_setfcap",
          "cap_mac_override",
          "cap_mac_admin",
          "cap_syslog",
          "cap_wake_alarm",
          "cap_block_suspend",
          "cap_audit_read",
          "cap_perfmon",
          "cap_bpf",
          "cap_checkpoint_restore");

  private CapabilityNames() {}

  /**
   * The name of capability number {@code bit}; one that has none yet is called by its number, such
   * as {@code cap_41}.
   *
   * @param bit 0 to 63
   */
  public static String of(int bit) {
    return bit >= 0 && bit < NAMES.size() ? NAMES.get(bit) : "cap_" + bit;
  }

  /** The names of all capabilities in {@code set}, in the order of their numbers. */
  public static List<String> in(long set) {
    List<String> names = new ArrayList<>(Long.bitCount(set));
    for (long rest = set; rest != 0; rest &= rest - 1) {
      names.add(of(Long.numberOfTrailingZeros(rest)));
    }
    return List.copyOf(names);
  }
}
