package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A public key that is believed some things of some repositories; immutable.
 *
 * @param name what a person calls it, for reports
 * @param key the public key
 * @param scope what it is believed, and of which repositories
 */
public record TrustedKey(String name, PublicKey key, SignerScope scope) implements TrustedSigner {
  private static final long MAX_FILE_BYTES = 64 << 10;

  /**
   * Reads a key.
   *
   * @param pem a SubjectPublicKeyInfo, {@code -----BEGIN PUBLIC KEY-----}
   * @throws ScanException of kind CONFIGURATION if it is none that can be used
   */
  public static TrustedKey ofPem(String name, String pem, SignerScope scope) {
    return new TrustedKey(name, PublicKeys.fromPem(pem, name), scope);
  }

  /**
   * Reads a key from a file.
   *
   * @throws ScanException of kind CONFIGURATION if there is none that can be used
   */
  public static TrustedKey ofFile(String name, Path file, SignerScope scope) {
    String what = name + " in " + file;
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ScanException(
            ProblemKind.CONFIGURATION,
            "The public key "
                + Text.excerpt(what)
                + " cannot be used: the file is larger than "
                + MAX_FILE_BYTES
                + " bytes");
      }
      return new TrustedKey(
          name,
          PublicKeys.fromPem(Files.readString(file, StandardCharsets.ISO_8859_1), what),
          scope);
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The public key " + Text.excerpt(what) + " cannot be read",
          "Check its path and permissions.",
          e);
    }
  }

  /** The SHA-256 of the key as it is encoded: of what is between the lines of its PEM. */
  public Digest fingerprint() {
    return Digest.sha256(key.getEncoded());
  }

  /** True if the private half made {@code signature} over {@code message}. */
  public boolean made(byte[] message, byte[] signature) {
    return SignatureMath.verify(key, message, signature);
  }

  /**
   * True if {@code hint} is a way to write the key's SHA-256 fingerprint. A hint proves nothing: it
   * only tells a signature that claims to be by this key from one by another.
   */
  public boolean isMeantBy(String hint) {
    String hex = fingerprint().encoded();
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    return List.of(hex, "sha256:" + hex, "SHA256:" + base64, base64).contains(hint);
  }

  /** The name; keys are long. */
  @Override
  public String toString() {
    return "TrustedKey[" + name + ", " + scope + "]";
  }
}
