package dev.imageprovenance.scanner.signature.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * Verifies signatures with the Java runtime alone; stateless. The key's type chooses the
 * algorithms, nothing that came with the signature does.
 */
public final class SignatureMath {
  private static final int MAX_SIGNATURE_BYTES = 2048;

  /** The one trailer that RFC 8017 knows. */
  private static final int PSS_TRAILER = 1;

  private SignatureMath() {}

  private enum RsaDigest {
    SHA256("SHA-256", "SHA256withRSA", MGF1ParameterSpec.SHA256, 32),
    SHA384("SHA-384", "SHA384withRSA", MGF1ParameterSpec.SHA384, 48),
    SHA512("SHA-512", "SHA512withRSA", MGF1ParameterSpec.SHA512, 64);

    private final String name;
    private final String pkcs1;
    private final MGF1ParameterSpec mask;
    private final int length;

    RsaDigest(String name, String pkcs1, MGF1ParameterSpec mask, int length) {
      this.name = name;
      this.pkcs1 = pkcs1;
      this.mask = mask;
      this.length = length;
    }

    PSSParameterSpec pss(int saltLength) {
      return new PSSParameterSpec(name, "MGF1", mask, saltLength, PSS_TRAILER);
    }
  }

  /** True if the private half of {@code key} made {@code signature} over {@code message}. */
  public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
    if (signature.length == 0 || signature.length > MAX_SIGNATURE_BYTES) {
      return false;
    }
    if (key instanceof ECPublicKey ec) {
      return verifyEcdsa(ec, message, signature);
    }
    if (key instanceof RSAPublicKey rsa) {
      return verifyRsa(rsa, message, signature);
    }
    return key instanceof EdECPublicKey && verifyEd25519(key, message, signature);
  }

  private static boolean verifyEcdsa(ECPublicKey key, byte[] message, byte[] signature) {
    Optional<EllipticCurve> curve = EllipticCurve.of(key);
    return curve.isPresent()
        && EcdsaNumbers.areInRange(signature, curve.get().order())
        && curve.get().algorithms().stream()
            .anyMatch(algorithm -> holds(algorithm, key, message, signature));
  }

  /** Signers choose the salt as long as the digest, or as long as the key allows. */
  private static boolean verifyRsa(RSAPublicKey key, byte[] message, byte[] signature) {
    int keyBytes = (key.getModulus().bitLength() + 7) / 8;
    if (signature.length != keyBytes) {
      return false;
    }
    int encodedBytes = (key.getModulus().bitLength() + 6) / 8;
    for (RsaDigest digest : RsaDigest.values()) {
      boolean pkcs1 = key.getAlgorithm().equals("RSA");
      int longestSalt = encodedBytes - digest.length - 2;
      if ((pkcs1 && holds(digest.pkcs1, key, message, signature))
          || holdsPss(digest.pss(digest.length), key, message, signature)
          || holdsPss(digest.pss(longestSalt), key, message, signature)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsPss(
      PSSParameterSpec parameters, PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("RSASSA-PSS");
      verifier.setParameter(parameters);
      return finish(verifier, key, message, signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The variant that signs a digest keeps its own domain: neither passes for the other. */
  private static boolean verifyEd25519(PublicKey key, byte[] message, byte[] signature) {
    if (holds("Ed25519", key, message, signature)) {
      return true;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.setParameter(new EdDSAParameterSpec(true));
      return finish(verifier, key, message, signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean holds(String algorithm, PublicKey key, byte[] message, byte[] signature) {
    try {
      return finish(Signature.getInstance(algorithm), key, message, signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The JDK throws for bytes that are no signature of that kind; they do not hold either. */
  private static boolean finish(Signature verifier, PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }
}
