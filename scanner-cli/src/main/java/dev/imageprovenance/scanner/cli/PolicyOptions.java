package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.Policy.AllowedCapability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that say what is required and allowed; filled by picocli. */
final class PolicyOptions {
  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      converter = SeverityConverter.class,
      description =
          "Fail on findings of this severity or worse: info, low, medium, high or critical."
              + " Default: high.")
  private Severity failOn = Severity.HIGH;

  @Option(
      names = "--allow-unknown",
      paramLabel = "CHECK",
      split = ",",
      description =
          "Let this check pass although it could not look at everything; the report still says so."
              + " Integrity cannot be allowed. Repeatable.")
  private List<String> allowUnknown = new ArrayList<>();

  @Option(
      names = "--allow-setuid",
      paramLabel = "PATH",
      description = "Accept the setuid or setgid bit of this file. Repeatable.")
  private List<String> allowSetuid = new ArrayList<>();

  @Option(
      names = "--allow-capability",
      paramLabel = "PATH=CAP",
      description = "Accept a capability of a file, as in /usr/bin/ping=cap_net_raw. Repeatable.")
  private List<String> allowCapability = new ArrayList<>();

  /**
   * The policy that the options describe.
   *
   * @throws IllegalArgumentException if a value is malformed
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind USAGE if a check is unknown
   */
  Policy policy() {
    Set<CheckId> unknown = new LinkedHashSet<>();
    for (String name : allowUnknown) {
      CheckId check = CheckCatalog.named(name);
      if (check.equals(CheckId.INTEGRITY)) {
        throw new IllegalArgumentException(
            "--allow-unknown integrity is not possible: bytes that nobody compared prove nothing");
      }
      unknown.add(check);
    }
    for (String path : allowSetuid) {
      requireAbsolute("--allow-setuid", path);
    }
    return new Policy(failOn, unknown, new LinkedHashSet<>(allowSetuid), capabilities());
  }

  private Set<AllowedCapability> capabilities() {
    Set<AllowedCapability> allowed = new LinkedHashSet<>();
    for (String text : allowCapability) {
      int equals = text.lastIndexOf('=');
      if (equals < 0 || equals == text.length() - 1) {
        throw new IllegalArgumentException(
            "--allow-capability " + text + ": write PATH=CAP, as in /usr/bin/ping=cap_net_raw");
      }
      String path = text.substring(0, equals);
      requireAbsolute("--allow-capability", path);
      for (String name : text.substring(equals + 1).toLowerCase(Locale.ROOT).split(",", -1)) {
        allowed.add(new AllowedCapability(path, name.startsWith("cap_") ? name : "cap_" + name));
      }
    }
    return allowed;
  }

  private static void requireAbsolute(String option, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          option + " " + path + ": write the absolute path inside the image, as in /usr/bin/ping");
    }
  }
}
