package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how registries are spoken to; filled by picocli. */
final class RegistryArguments {
  private static final int MAX_PASSWORD_BYTES = 64 << 10;

  @Option(
      names = "--username",
      paramLabel = "NAME",
      description =
          "Log in under this name; needs --password-stdin. Otherwise the credentials of docker and"
              + " podman are used.")
  private @Nullable String username;

  @Option(
      names = "--password-stdin",
      description = "Read the password from standard input; one line end at its end is dropped.")
  private boolean passwordStdin;

  @Option(
      names = "--plain-http",
      description = "Speak plain http to registries; without it only to this machine.")
  private boolean plainHttp;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Also trust the certificate authorities in this PEM file.")
  private @Nullable Path caFile;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      description = "Show registries this certificate (PEM); needs --client-key.")
  private @Nullable Path clientCertificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = "The key of --client-cert (PEM, PKCS #8, not encrypted).")
  private @Nullable Path clientKey;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "Give a registry up that brings nothing for so long, retries included: 500ms, 30s, 2m."
              + " Default: 120s.")
  private @Nullable String timeout;

  /**
   * The options, with the password read.
   *
   * @throws IllegalArgumentException if they contradict one another
   * @throws IOException if the password cannot be read
   */
  RegistryOptions options(Terminal terminal) throws IOException {
    requireBoth("--username", username, "--password-stdin", passwordStdin ? "" : null);
    requireBoth("--client-cert", clientCertificate, "--client-key", clientKey);
    RegistryOptions defaults = RegistryOptions.defaults();
    Duration deadline = timeout == null ? defaults.deadline() : duration(timeout);
    return new RegistryOptions(
        username == null
            ? Optional.empty()
            : Optional.of(new Credentials(username, password(terminal.in()))),
        plainHttp,
        Optional.ofNullable(caFile),
        Optional.ofNullable(clientCertificate),
        Optional.ofNullable(clientKey),
        Map.copyOf(terminal.environment()),
        shorter(defaults.connectTimeout(), deadline),
        shorter(defaults.readTimeout(), deadline),
        deadline);
  }

  private static Duration duration(String text) {
    try {
      return Quantities.duration(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--timeout: " + e.getMessage(), e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static void requireBoth(
      String one, @Nullable Object oneValue, String other, @Nullable Object otherValue) {
    if ((oneValue == null) != (otherValue == null)) {
      String given = oneValue == null ? other : one;
      String missing = oneValue == null ? one : other;
      throw new IllegalArgumentException(given + " needs " + missing);
    }
  }

  private static String password(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      bytes.write(buffer, 0, count);
      if (bytes.size() > MAX_PASSWORD_BYTES) {
        throw new IllegalArgumentException(
            "--password-stdin: more than " + MAX_PASSWORD_BYTES + " bytes are no password");
      }
    }
    String password = bytes.toString(StandardCharsets.UTF_8);
    if (password.endsWith("\n")) {
      password = password.substring(0, password.length() - 1);
    }
    if (password.endsWith("\r")) {
      password = password.substring(0, password.length() - 1);
    }
    if (password.isEmpty()) {
      throw new IllegalArgumentException("--password-stdin: standard input held no password");
    }
    return password;
  }
}
