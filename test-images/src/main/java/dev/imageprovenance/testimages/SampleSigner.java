package dev.imageprovenance.testimages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;

/**
 * Somebody who signs samples with a key of this module; immutable. The keys are Ed25519, so that
 * the same bytes have the same signature on every run.
 */
public enum SampleSigner {
  /** Signs images. */
  RELEASE,
  /** Signs provenance. */
  BUILDER,
  /** Signs verification summaries. */
  VERIFIER,
  /** Is trusted by nobody. */
  STRANGER;

  /** The name of the key's file, without its ending. */
  public String keyName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The public key as {@code cosign.pub} holds one. */
  public String publicPem() {
    return resource(keyName() + ".pub");
  }

  /** Writes every public key into a directory, which is made when it is missing. */
  public static void writePublicKeys(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (SampleSigner signer : values()) {
      Files.writeString(directory.resolve(signer.keyName() + ".pub"), signer.publicPem());
    }
  }

  /** The signature of these bytes, in base64. */
  String sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey());
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    String base64 = resource(keyName() + ".key").replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static String resource(String name) {
    try (InputStream in = SampleSigner.class.getResourceAsStream("keys/" + name)) {
      if (in == null) {
        throw new IOException("The resource keys/" + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
