package dev.imageprovenance.scanner.source;

import java.util.Map;

/** One way to convince a registry that a front-end knows of; all kinds are immutable. */
public sealed interface RegistryLogin {
  /** Where it was found, for messages. */
  String source();

  /** A user and a password. */
  record Password(RegistryOptions.Credentials credentials, String source)
      implements RegistryLogin {}

  /**
   * A program that knows them.
   *
   * @param helper what follows {@code docker-credential-} in the program's name, or a path to it
   * @param environment variables that it needs beside those of the process
   */
  record Helper(String helper, Map<String, String> environment, String source)
      implements RegistryLogin {
    /** Copies the map. */
    public Helper {
      environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
      return "Helper[" + helper + ", " + source + "]";
    }
  }
}
