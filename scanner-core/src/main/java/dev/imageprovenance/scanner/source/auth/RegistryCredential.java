package dev.imageprovenance.scanner.source.auth;

import dev.imageprovenance.scanner.oci.Text;

/** What proves to a registry who asks, and where it was found; all kinds are immutable. */
sealed interface RegistryCredential {
  /** Who, and from where, for messages; no secret. */
  String describe();

  /**
   * A user and a password.
   *
   * @param source a file, a helper or an option
   */
  record UserAndPassword(String user, String password, String source)
      implements RegistryCredential {
    @Override
    public String describe() {
      return "user \"" + Text.excerpt(user) + "\" from " + source;
    }

    @Override
    public String toString() {
      return "UserAndPassword[" + describe() + "]";
    }
  }

  /**
   * A refresh token that a token server changes into access tokens.
   *
   * @param source a file or a helper
   */
  record IdentityToken(String token, String source) implements RegistryCredential {
    @Override
    public String describe() {
      return "the identity token from " + source;
    }

    @Override
    public String toString() {
      return "IdentityToken[" + source + "]";
    }
  }
}
