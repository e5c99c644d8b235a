package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** Somebody with a key pair who signs as cosign does; immutable. */
public final class TestSigner {
  private final KeyPair keys;
  private final String algorithm;

  private TestSigner(KeyPair keys, String algorithm) {
    this.keys = keys;
    this.algorithm = algorithm;
  }

  /** With a fresh key on P-256, as {@code cosign generate-key-pair} makes. */
  public static TestSigner p256() {
    return ec("secp256r1", "SHA256withECDSA");
  }

  /** With a fresh key on a curve. */
  public static TestSigner ec(String curve, String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new TestSigner(generator.generateKeyPair(), algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With a fresh RSA key. */
  public static TestSigner rsa(int bits, String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new TestSigner(generator.generateKeyPair(), algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With a fresh Ed25519 key. */
  public static TestSigner ed25519() {
    try {
      return new TestSigner(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "Ed25519");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public KeyPair keys() {
    return keys;
  }

  /** The signature of {@code message}. */
  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(keys.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String signBase64(String message) {
    return Base64.getEncoder().encodeToString(sign(message.getBytes(StandardCharsets.UTF_8)));
  }

  /** The public key as cosign.pub holds it. */
  public String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** The hint that cosign puts into bundles: the key's fingerprint. */
  public String hint() {
    String hex = Digest.sha256(keys.getPublic().getEncoded()).encoded();
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** The public key, trusted so far. */
  public TrustedKey trusted(String name, SignerScope scope) {
    return TrustedKey.ofPem(name, pem(), scope);
  }
}
