package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Understands the options that say how registries are spoken to; stateless. */
final class RegistryAccess {
  private static final int MAX_PASSWORD_BYTES = 64 << 10;

  private RegistryAccess() {}

  /**
   * The options, with the password read.
   *
   * @throws IllegalArgumentException if they contradict one another
   * @throws IOException if the password cannot be read
   */
  static RegistryOptions options(Arguments arguments, Terminal terminal) throws IOException {
    arguments.requireTogether(CommandOption.USERNAME, CommandOption.PASSWORD_STDIN);
    arguments.requireTogether(CommandOption.CLIENT_CERT, CommandOption.CLIENT_KEY);
    RegistryOptions options =
        RegistryOptions.defaults()
            .withEnvironment(terminal.environment())
            .withPlainHttp(arguments.has(CommandOption.PLAIN_HTTP))
            .withCertificates(
                arguments.value(CommandOption.CA_FILE).map(Path::of),
                arguments.value(CommandOption.CLIENT_CERT).map(Path::of),
                arguments.value(CommandOption.CLIENT_KEY).map(Path::of));
    Optional<String> timeout = arguments.value(CommandOption.TIMEOUT);
    if (timeout.isPresent()) {
      options =
          options.withDeadline(
              Quantities.duration(CommandOption.TIMEOUT.longName(), timeout.get()));
    }
    Optional<String> username = arguments.value(CommandOption.USERNAME);
    return username.isPresent()
        ? options.withCredentials(new Credentials(username.get(), password(terminal.in())))
        : options;
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
