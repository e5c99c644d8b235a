package dev.imageprovenance.scanner.check;

import java.util.ArrayList;
import java.util.List;

/** Names of Linux capabilities by number (linux/capability.h); stateless. */
final class CapabilityNaming {
  private static final List<String> NAMES =
      List.of(
          "chown",
          "dac_override",
          "dac_read_search",
          "fowner",
          "fsetid",
          "kill",
          "setgid",
          "setuid",
          "setpcap",
          "linux_immutable",
          "net_bind_service",
          "net_broadcast",
          "net_admin",
          "net_raw",
          "ipc_lock",
          "ipc_owner",
          "sys_module",
          "sys_rawio",
          "sys_chroot",
          "sys_ptrace",
          "sys_pacct",
          "sys_admin",
          "sys_boot",
          "sys_nice",
          "sys_resource",
          "sys_time",
          "sys_tty_config",
          "mknod",
          "lease",
          "audit_write",
          "audit_control",
          "setfcap",
          "mac_override",
          "mac_admin",
          "syslog",
          "wake_alarm",
          "block_suspend",
          "audit_read",
          "perfmon",
          "bpf",
          "checkpoint_restore");

  private CapabilityNaming() {}

  /** {@code cap_net_raw}, or {@code cap_41} for a number without a name. */
  static String name(int bit) {
    return "cap_" + (bit < NAMES.size() ? NAMES.get(bit) : Integer.toString(bit));
  }

  /** The names of all set bits, lowest first. */
  static List<String> names(long bits) {
    List<String> names = new ArrayList<>(Long.bitCount(bits));
    for (long left = bits; left != 0; left &= left - 1) {
      names.add(name(Long.numberOfTrailingZeros(left)));
    }
    return names;
  }
}
