package dev.imageprovenance.testimages;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The key that samples are signed with; immutable. Everybody knows its private half, because it is
 * made of a text in here: samples are the same on every run. Ed25519 signatures are, too.
 */
final class SampleKey {
  private final KeyPair keys;

  private SampleKey(KeyPair keys) {
    this.keys = keys;
  }

  static SampleKey ofSamples() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Known("trust nothing signed by this"));
      return new SampleKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not random at all. */
  private static final class Known extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] text;

    Known(String text) {
      this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
      System.arraycopy(text, 0, bytes, 0, Math.min(text.length, bytes.length));
    }
  }

  /** A signature in base64. */
  String sign(String message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(message.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half as {@code cosign.pub} holds it. */
  String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
