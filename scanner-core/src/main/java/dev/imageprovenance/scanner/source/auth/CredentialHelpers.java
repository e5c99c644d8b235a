package dev.imageprovenance.scanner.source.auth;

import dev.imageprovenance.scanner.source.RegistryLogin;
import java.nio.file.Path;
import java.util.Optional;

/** Programs and cloud services that keep credentials; implementations are thread-safe. */
interface CredentialHelpers {
  /**
   * Asks the helper that a docker config names.
   *
   * @throws HelperFailure if it cannot be asked, or answers nonsense
   */
  Optional<RegistryCredential> named(Path config, String helper);

  /**
   * Asks a helper that the front-end names.
   *
   * @throws HelperFailure if it cannot be asked, or answers nonsense
   */
  Optional<RegistryCredential> program(RegistryLogin.Helper helper);

  /**
   * Asks the helpers and keychains that are known to belong to the registry's cloud.
   *
   * @throws HelperFailure if one cannot be asked
   */
  Optional<RegistryCredential> ofTheCloud();

  /** Why a helper had nothing; the message holds nothing that the helper printed. */
  final class HelperFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HelperFailure(String message) {
      super(message);
    }
  }
}
