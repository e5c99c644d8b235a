package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads public keys from PEM (RFC 7468 section 13, SubjectPublicKeyInfo); stateless. Accepted are
 * ECDSA keys of the curves P-256, P-384 and P-521, RSA keys of 2048 to 16384 bits, and Ed25519.
 */
final class PublicKeys {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 16_384;
  private static final int MAX_LENGTH = 64 << 10;
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "RSASSA-PSS", "Ed25519");
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*+)-----END \\1-----");

  private PublicKeys() {}

  /**
   * The one public key that {@code pem} holds.
   *
   * @param what names the key in messages
   * @throws ScanException of kind CONFIGURATION that says what is wrong with it
   */
  static PublicKey fromPem(String pem, String what) {
    Matcher block = BLOCK.matcher(pem.length() > MAX_LENGTH ? "" : pem);
    if (!block.find()) {
      throw unusable(
          what,
          "it holds no PEM block",
          "Give the public key as \"BEGIN PUBLIC KEY\", such as cosign.pub.");
    }
    requireKind(block.group(1), what);
    PublicKey key = decode(block.group(2), what);
    if (block.find()) {
      throw unusable(what, "it holds more than one PEM block", "Give each key in its own file.");
    }
    return checked(key, what);
  }

  private static void requireKind(String label, String what) {
    if (label.equals("PUBLIC KEY")) {
      return;
    }
    String remedy =
        label.contains("PRIVATE")
            ? "That is the private half: keep it secret and give the public one."
            : label.contains("CERTIFICATE")
                ? "Take the key out of it: openssl x509 -in FILE -pubkey -noout"
                : "Convert it: openssl pkey -pubin -in FILE -pubout";
    throw unusable(what, "it holds a \"" + Text.excerpt(label) + "\"", remedy);
  }

  private static PublicKey decode(String base64, String what) {
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw unusable(what, "its PEM block is not base64", null);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        // Another kind of key, or one of a curve that this runtime does not know.
      }
    }
    throw unsupported(what);
  }

  private static PublicKey checked(PublicKey key, String what) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
        throw unusable(
            what,
            "it is an RSA key of " + bits + " bits",
            "Use one of " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits.");
      }
      return key;
    }
    boolean known = key instanceof ECPublicKey ec && EllipticCurve.of(ec).isPresent();
    if (!known && !(key instanceof EdECPublicKey)) {
      throw unsupported(what);
    }
    return key;
  }

  private static ScanException unsupported(String what) {
    return unusable(
        what,
        "it is of a kind that cannot be used",
        "Supported are ECDSA on P-256, P-384 and P-521, RSA and Ed25519.");
  }

  private static ScanException unusable(String what, String why, @Nullable String remedy) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The public key " + Text.excerpt(what) + " cannot be used: " + why,
        remedy,
        null);
  }
}
