package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Decrypts the passwords of settings.xml as Maven does; thread-safe. */
final class Decryption {
  private final SettingsDecrypter decrypter;

  Decryption(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  /**
   * The server with its password in clear; passwords that are not encrypted stay as they are.
   *
   * @throws ScanException of kind CONFIGURATION if it cannot be decrypted
   */
  Server decrypt(Server server) {
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
    requireDecrypted("<server> " + server.getId(), result);
    return result.getServer();
  }

  /**
   * The proxy with its password in clear.
   *
   * @throws ScanException of kind CONFIGURATION if it cannot be decrypted
   */
  Proxy decrypt(Proxy proxy) {
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
    requireDecrypted("<proxy> " + proxy.getId(), result);
    return result.getProxy();
  }

  private static void requireDecrypted(String what, SettingsDecryptionResult result) {
    for (SettingsProblem problem : result.getProblems()) {
      if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
        throw new ScanException(
            ProblemKind.CONFIGURATION,
            "The password of the "
                + what
                + " of settings.xml cannot be decrypted: "
                + problem.getMessage(),
            "Encrypt it again with mvn --encrypt-password, or look at settings-security.xml.",
            problem.getException());
      }
    }
  }
}
