package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.Baseline;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Understands the options that say what is required and allowed; stateless. */
final class PolicyOptions {
  private PolicyOptions() {}

  /** Reads a policy file. */
  @FunctionalInterface
  interface Loader {
    Policy load(Path file);
  }

  /**
   * The policy that the options name, with what they say beside it.
   *
   * @throws IllegalArgumentException if a value is malformed
   * @throws ScanException if a file cannot be used, or if an option would loosen what the policy
   *     extends
   */
  static Policy policy(Arguments arguments, Loader loader) {
    Policy policy = adjust(named(arguments, loader), arguments);
    Optional<String> baseline = arguments.value(CommandOption.BASELINE);
    return baseline.isPresent() ? policy.baseline(Baseline.load(Path.of(baseline.get()))) : policy;
  }

  private static Policy named(Arguments arguments, Loader loader) {
    Optional<String> file = arguments.value(CommandOption.POLICY_FILE);
    if (file.isPresent()) {
      return loader.load(Path.of(file.get()));
    }
    Optional<String> profile = arguments.value(CommandOption.PROFILE);
    return profile.isPresent() ? Policy.profile(profile.get()) : Policy.defaults();
  }

  /**
   * Tells what is malformed before anything is read.
   *
   * @throws IllegalArgumentException if a value is malformed
   */
  static void requireWellFormed(Arguments arguments) {
    arguments.requireNotBoth(CommandOption.POLICY_FILE, CommandOption.PROFILE);
    adjust(Policy.defaults(), arguments);
  }

  /**
   * The policy with what the options say beside it.
   *
   * @throws IllegalArgumentException if a value is malformed
   * @throws ScanException if an option would loosen what the policy extends
   */
  private static Policy adjust(Policy policy, Arguments arguments) {
    Policy adjusted = policy;
    Optional<String> failOn = arguments.value(CommandOption.FAIL_ON);
    if (failOn.isPresent()) {
      adjusted = adjusted.failOn(severity(failOn.get()));
    }
    for (String name : arguments.allSplit(CommandOption.ALLOW_UNKNOWN)) {
      CheckId check = CheckCatalog.named(name);
      if (check.equals(CheckId.INTEGRITY)) {
        throw new IllegalArgumentException(
            "--allow-unknown integrity is not possible: bytes that nobody compared prove nothing");
      }
      adjusted = adjusted.allowUnknown(check);
    }
    for (String path : arguments.all(CommandOption.ALLOW_SETUID)) {
      requireAbsolute(CommandOption.ALLOW_SETUID, path);
      adjusted = adjusted.allowSetuid(path);
    }
    for (String text : arguments.all(CommandOption.ALLOW_CAPABILITY)) {
      adjusted = allowCapabilities(adjusted, text);
    }
    return adjusted;
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

  private static Policy allowCapabilities(Policy policy, String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 0 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "--allow-capability " + text + ": write PATH=CAP, as in /usr/bin/ping=cap_net_raw");
    }
    String path = text.substring(0, equals);
    requireAbsolute(CommandOption.ALLOW_CAPABILITY, path);
    Policy adjusted = policy;
    for (String name : text.substring(equals + 1).toLowerCase(Locale.ROOT).split(",", -1)) {
      adjusted = adjusted.allowCapability(path, name.startsWith("cap_") ? name : "cap_" + name);
    }
    return adjusted;
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
