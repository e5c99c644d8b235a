package dev.imageprovenance.scanner.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells which values of an image's config must not be shown, because a secret may be in them;
 * stateless. It would rather withhold one too many.
 */
final class SecretNames {
  private static final List<String> WORDS =
      List.of("PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "KEY", "CREDENTIAL");

  /** User and password before the host of an address. */
  private static final Pattern LOGIN_IN_ADDRESS = Pattern.compile("://[^/@\\s]*:[^/@\\s]*@");

  private SecretNames() {}

  /** True when the field's name, or a value itself, looks as if the value were a secret. */
  static boolean isSecret(String field, Optional<String> one, Optional<String> other) {
    String name = field.toUpperCase(Locale.ROOT);
    return WORDS.stream().anyMatch(name::contains)
        || name.endsWith("PASS")
        || one.filter(SecretNames::holdsLogin).isPresent()
        || other.filter(SecretNames::holdsLogin).isPresent();
  }

  private static boolean holdsLogin(String value) {
    return LOGIN_IN_ADDRESS.matcher(value).find();
  }
}
