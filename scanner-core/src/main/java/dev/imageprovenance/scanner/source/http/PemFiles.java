package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys from PEM files (RFC 7468) of at most 4 MiB; stateless. */
final class PemFiles {
  private static final long MAX_BYTES = 4 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+)-----END \\1-----");
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PemFiles() {}

  /** One block; its content is never shown. */
  private static final class Block {
    private final String label;
    private final byte[] content;

    Block(String label, byte[] content) {
      this.label = label;
      this.content = content;
    }
  }

  /** The certificates of {@code file} in order, at least one. */
  static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks(file)) {
        if (block.label.endsWith("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.content)));
        }
      }
    } catch (CertificateException e) {
      throw unusable(file, "a certificate in it cannot be read", null, e);
    }
    if (certificates.isEmpty()) {
      throw unusable(
          file, "it holds no certificate", "Give a file with \"BEGIN CERTIFICATE\" blocks.", null);
    }
    return certificates;
  }

  /** The first private key of {@code file}. */
  static PrivateKey privateKey(Path file) {
    for (Block block : blocks(file)) {
      if (block.label.equals("PRIVATE KEY")) {
        return decode(file, block.content);
      }
      if (block.label.endsWith("PRIVATE KEY")) {
        throw unusable(
            file,
            "its key is of the kind \"" + block.label + "\"",
            "Convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
            null);
      }
    }
    throw unusable(file, "it holds no private key", null, null);
  }

  private static PrivateKey decode(Path file, byte[] pkcs8) {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        // Not of this kind; the key itself says so only in a form that the JDK does not show.
      }
    }
    throw unusable(file, "its key is neither RSA, EC nor EdDSA", null, null);
  }

  private static List<Block> blocks(Path file) {
    String text = read(file);
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      try {
        blocks.add(
            new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2).strip())));
      } catch (IllegalArgumentException e) {
        throw unusable(file, "a block in it is not base64", null, null);
      }
    }
    return blocks;
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unusable(file, "it is larger than " + MAX_BYTES + " bytes", null, null);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unusable(file, "it cannot be read", "Check its path and permissions.", e);
    }
  }

  private static ScanException unusable(
      Path file, String why, @Nullable String remedy, @Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The PEM file " + Text.escape(file.toString()) + " cannot be used: " + why,
        remedy,
        cause);
  }
}
