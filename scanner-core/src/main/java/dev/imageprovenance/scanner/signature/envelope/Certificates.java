package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates that come with signatures; stateless. */
final class Certificates {
  private static final int MOST = 16;
  private static final int MAX_LENGTH = 256 << 10;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*+)-----END CERTIFICATE-----");

  private Certificates() {}

  /**
   * The certificates of a PEM text in order.
   *
   * @throws ScanException MALFORMED, or LIMIT for more than 16
   */
  static List<X509Certificate> fromPem(String pem) {
    if (pem.length() > MAX_LENGTH) {
      throw new ScanException(
          ProblemKind.LIMIT, "The signature's certificates are longer than " + MAX_LENGTH);
    }
    List<RawDocument> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      String base64 = block.group(1).replaceAll("\\s", "");
      blocks.add(Base64Text.decode(base64, "certificate"));
    }
    return fromDer(blocks);
  }

  /**
   * Each certificate.
   *
   * @throws ScanException MALFORMED, or LIMIT for more than 16
   */
  static List<X509Certificate> fromDer(List<RawDocument> certificates) {
    if (certificates.size() > MOST) {
      throw new ScanException(
          ProblemKind.LIMIT, "The signature comes with more than " + MOST + " certificates");
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (RawDocument der : certificates) {
        ByteArrayInputStream in = new ByteArrayInputStream(der.bytes());
        chain.add((X509Certificate) factory.generateCertificate(in));
        if (in.available() > 0) {
          throw malformed();
        }
      }
    } catch (CertificateException e) {
      throw malformed();
    }
    return chain;
  }

  private static ScanException malformed() {
    return new ScanException(
        ProblemKind.MALFORMED, "A certificate of the signature cannot be read");
  }
}
