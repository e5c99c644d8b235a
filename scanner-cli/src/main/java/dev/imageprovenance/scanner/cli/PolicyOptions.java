package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.ImagePolicy.AllowedCapability;
import dev.imageprovenance.scanner.policy.Policy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Understands the options that say what is required and allowed; stateless. */
final class PolicyOptions {
  private PolicyOptions() {}

  /**
   * The policy that the options describe.
   *
   * @throws IllegalArgumentException if a value is malformed
   */
  static Policy policy(Arguments arguments) {
    Set<CheckId> unknown = new LinkedHashSet<>();
    for (String name : arguments.allSplit(CommandOption.ALLOW_UNKNOWN)) {
      CheckId check = CheckCatalog.named(name);
      if (check.equals(CheckId.INTEGRITY)) {
        throw new IllegalArgumentException(
            "--allow-unknown integrity is not possible: bytes that nobody compared prove nothing");
      }
      unknown.add(check);
    }
    List<String> setuid = arguments.all(CommandOption.ALLOW_SETUID);
    for (String path : setuid) {
      requireAbsolute(CommandOption.ALLOW_SETUID, path);
    }
    Severity failOn =
        arguments.value(CommandOption.FAIL_ON).map(PolicyOptions::severity).orElse(Severity.HIGH);
    return Policy.of(
        new ImagePolicy(failOn, unknown, new LinkedHashSet<>(setuid), capabilities(arguments)));
  }

  /** The severity that {@code --fail-on} names. */
  static Severity severity(String text) {
    Optional<Severity> severity = Severity.named(text);
    if (severity.isEmpty()) {
      throw new IllegalArgumentException(
          "--fail-on " + text + ": write info, low, medium, high or critical");
    }
    return severity.get();
  }

  private static Set<AllowedCapability> capabilities(Arguments arguments) {
    Set<AllowedCapability> allowed = new LinkedHashSet<>();
    for (String text : arguments.all(CommandOption.ALLOW_CAPABILITY)) {
      int equals = text.lastIndexOf('=');
      if (equals < 0 || equals == text.length() - 1) {
        throw new IllegalArgumentException(
            "--allow-capability " + text + ": write PATH=CAP, as in /usr/bin/ping=cap_net_raw");
      }
      String path = text.substring(0, equals);
      requireAbsolute(CommandOption.ALLOW_CAPABILITY, path);
      for (String name : text.substring(equals + 1).toLowerCase(Locale.ROOT).split(",", -1)) {
        allowed.add(new AllowedCapability(path, name.startsWith("cap_") ? name : "cap_" + name));
      }
    }
    return allowed;
  }

  private static void requireAbsolute(CommandOption option, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          option.longName()
              + " "
              + path
              + ": write the absolute path inside the image, as in /usr/bin/ping");
    }
  }
}
