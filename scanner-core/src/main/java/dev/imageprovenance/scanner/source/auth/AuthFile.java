package dev.imageprovenance.scanner.source.auth;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.http.SmallJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A credential file of docker ({@code config.json}) or podman ({@code auth.json}) of at most 4 MiB;
 * immutable.
 */
final class AuthFile {
  private static final long MAX_BYTES = 4 << 20;

  /** podman's name for the file itself where docker would name a helper. */
  private static final String NO_HELPER = "containers-auth.json";

  private final Path path;
  private final Map<String, Object> document;

  private AuthFile(Path path, Map<String, Object> document) {
    this.path = path;
    this.document = document;
  }

  /**
   * Reads {@code path}, if it exists.
   *
   * @throws ScanException of kind CONFIGURATION if it is no such file
   */
  static Optional<AuthFile> read(Path path) {
    try {
      if (!Files.isRegularFile(path) && !Files.exists(path)) {
        return Optional.empty();
      }
      if (Files.size(path) > MAX_BYTES) {
        throw broken(path, "it is larger than " + MAX_BYTES + " bytes", null);
      }
      return Optional.of(new AuthFile(path, SmallJson.object(Files.readAllBytes(path))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      String why = e.getMessage();
      throw broken(
          path, why == null || e instanceof FileSystemException ? "it cannot be read" : why, e);
    }
  }

  private static ScanException broken(Path path, String why, @Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The credential file " + Text.escape(path.toString()) + " cannot be used: " + why,
        "Repair or remove it, then log in again with docker login or podman login.",
        cause);
  }

  Path path() {
    return path;
  }

  /** The helper that keeps the credentials of a registry, without {@code docker-credential-}. */
  Optional<String> helperFor(List<String> aliases) {
    Map<String, Object> helpers = SmallJson.object(document, "credHelpers");
    return helpers.entrySet().stream()
        .filter(helper -> aliases.contains(normalise(helper.getKey())))
        .map(Map.Entry::getValue)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .or(() -> SmallJson.string(document, "credsStore"))
        .filter(helper -> !helper.isBlank() && !helper.equals(NO_HELPER));
  }

  /**
   * What the file itself says for the first of {@code keys} that it knows.
   *
   * @throws ScanException of kind CONFIGURATION if the entry cannot be decoded
   */
  Optional<RegistryCredential> credentialFor(List<String> keys) {
    Map<String, Object> auths = SmallJson.object(document, "auths");
    for (String key : keys) {
      for (String written : auths.keySet()) {
        if (normalise(written).equals(key)) {
          Optional<RegistryCredential> credential =
              decode(written, SmallJson.object(auths, written));
          if (credential.isPresent()) {
            return credential;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** {@code https://index.docker.io/v1/} to {@code index.docker.io}; repositories stay. */
  private static String normalise(String key) {
    String lower = key.strip().toLowerCase(Locale.ROOT);
    int scheme = lower.indexOf("://");
    if (scheme >= 0) {
      String rest = lower.substring(scheme + 3);
      int slash = rest.indexOf('/');
      return slash < 0 ? rest : rest.substring(0, slash);
    }
    return lower.replaceFirst("(/v[12])?/*$", "");
  }

  private Optional<RegistryCredential> decode(String key, Map<String, Object> entry) {
    String source = Text.escape(path.toString());
    Optional<String> identityToken = notEmpty(entry, "identitytoken");
    if (identityToken.isPresent()) {
      return Optional.of(new RegistryCredential.IdentityToken(identityToken.get(), source));
    }
    Optional<String> auth = notEmpty(entry, "auth");
    if (auth.isPresent()) {
      return Optional.of(decodeAuth(key, auth.get(), source));
    }
    return notEmpty(entry, "username")
        .flatMap(
            user ->
                notEmpty(entry, "password")
                    .map(
                        password ->
                            new RegistryCredential.UserAndPassword(user, password, source)));
  }

  private static Optional<String> notEmpty(Map<String, Object> entry, String name) {
    return SmallJson.string(entry, name).filter(value -> !value.isBlank());
  }

  private RegistryCredential decodeAuth(String key, String auth, String source) {
    try {
      String decoded = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
      int colon = decoded.indexOf(':');
      if (colon > 0) {
        String password = decoded.substring(colon + 1).replaceFirst("\0+$", "");
        return new RegistryCredential.UserAndPassword(
            decoded.substring(0, colon), password, source);
      }
    } catch (IllegalArgumentException e) {
      // Said below; the cause would quote the secret.
    }
    throw broken(
        path, "\"auth\" of \"" + Text.excerpt(key) + "\" is not base64 of USER:PASSWORD", null);
  }
}
