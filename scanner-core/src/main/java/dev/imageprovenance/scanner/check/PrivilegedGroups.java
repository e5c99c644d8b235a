package dev.imageprovenance.scanner.check;

import java.util.Map;
import java.util.Optional;

/** Groups whose members can do what others cannot; stateless. */
final class PrivilegedGroups {
  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("root", "owns most of the file system"),
          Map.entry("shadow", "reads password hashes"),
          Map.entry("disk", "reads and writes raw disks"),
          Map.entry("docker", "controls the container engine, which is root on its host"),
          Map.entry("lxd", "controls the container engine, which is root on its host"),
          Map.entry("incus-admin", "controls the container engine, which is root on its host"),
          Map.entry("libvirt", "controls virtual machines, which is root on their host"),
          Map.entry("sudo", "may become root where sudo is installed"),
          Map.entry("wheel", "may become root where su or sudo trust it"),
          Map.entry("admin", "may become root where sudo trusts it"),
          Map.entry("adm", "reads system logs"),
          Map.entry("systemd-journal", "reads system logs"),
          Map.entry("kmem", "reads kernel memory"),
          Map.entry("mem", "reads kernel memory"),
          Map.entry("staff", "writes below /usr/local on Debian, ahead of system programs"));

  private PrivilegedGroups() {}

  /** What the group's members can do, when it is worth saying. */
  static Optional<String> privilegeOf(long gid, Optional<String> name) {
    if (gid == 0) {
      return Optional.of("is the group of most system files");
    }
    return name.flatMap(n -> Optional.ofNullable(BY_NAME.get(n)));
  }
}
