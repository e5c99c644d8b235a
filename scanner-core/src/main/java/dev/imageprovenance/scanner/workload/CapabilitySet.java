package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.layer.CapabilityNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The capabilities that bound what a container's processes can ever have (capabilities(7),
 * "bounding set"), as the container runtimes work them out of a pod; stateless.
 *
 * <p>Where runtimes differ the larger set counts: containerd takes away what is dropped last,
 * Docker puts back what is added; containerd knows no names with the prefix {@code CAP_}, so that
 * dropping {@code CAP_NET_RAW} drops nothing there; CRI-O's default is a part of the others'
 * default.
 */
final class CapabilitySet {
  private static final long ALL = -1L >>> 1;
  private static final String PREFIX = "CAP_";
  private static final Map<String, Integer> NUMBERS = numbers();

  /** What Docker and containerd give when nobody says otherwise. */
  private static final long DEFAULT =
      of(
          List.of(
              "CHOWN",
              "DAC_OVERRIDE",
              "FSETID",
              "FOWNER",
              "MKNOD",
              "NET_RAW",
              "SETGID",
              "SETUID",
              "SETFCAP",
              "SETPCAP",
              "NET_BIND_SERVICE",
              "SYS_CHROOT",
              "KILL",
              "AUDIT_WRITE"));

  private CapabilitySet() {}

  /** The bounding set of a container, bit N is capability N. */
  static long bounding(ContainerSecurity security) {
    if (security.privileged()) {
      return ALL;
    }
    boolean dropsAll = hasAll(security.droppedCapabilities());
    long start = dropsAll ? 0 : hasAll(security.addedCapabilities()) ? ALL : DEFAULT;
    long dropped = of(security.droppedCapabilities());
    long added =
        of(security.addedCapabilities().stream().map(CapabilitySet::withoutPrefix).toList());
    return (start & ~dropped) | added;
  }

  private static boolean hasAll(List<String> names) {
    return names.stream().anyMatch(name -> name.equalsIgnoreCase("ALL"));
  }

  private static String withoutPrefix(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
  }

  /** Names without prefix; what is no capability's name is left out. */
  private static long of(List<String> names) {
    long set = 0;
    for (String name : names) {
      int number = NUMBERS.getOrDefault(name.toUpperCase(Locale.ROOT), -1);
      set |= number < 0 ? 0 : 1L << number;
    }
    return set;
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 0; number < Long.SIZE - 1; number++) {
      String name = CapabilityNames.of(number);
      numbers.put(name.substring(PREFIX.length()).toUpperCase(Locale.ROOT), number);
    }
    return Map.copyOf(numbers);
  }
}
