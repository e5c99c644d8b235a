package dev.imageprovenance.scanner.signature;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads who a certificate of Fulcio's is of (fulcio docs/oid-info.md); stateless. */
final class CertificateIdentities {
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.8";

  /** The older form, whose text is not encoded in DER. */
  private static final String ISSUER_RAW = "1.3.6.1.4.1.57264.1.1";

  private static final int EMAIL = 1;
  private static final int URI = 6;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0c;

  private CertificateIdentities() {}

  /** One for each name, all by the same issuer; none for a certificate without e-mail or URI. */
  static List<CertificateIdentity> of(X509Certificate certificate) {
    String issuer = issuer(certificate).orElse("");
    List<CertificateIdentity> identities = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        boolean known = name.get(0).equals(EMAIL) || name.get(0).equals(URI);
        if (known && name.get(1) instanceof String text) {
          identities.add(new CertificateIdentity(text, issuer));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return identities;
  }

  private static Optional<String> issuer(X509Certificate certificate) {
    byte[] encoded = certificate.getExtensionValue(ISSUER);
    if (encoded != null) {
      return unwrapped(encoded, OCTET_STRING).flatMap(inner -> text(inner));
    }
    byte[] raw = certificate.getExtensionValue(ISSUER_RAW);
    return raw == null
        ? Optional.empty()
        : unwrapped(raw, OCTET_STRING).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Optional<String> text(byte[] der) {
    return unwrapped(der, UTF8_STRING).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** The value of one DER element that fills {@code der} to its end. */
  private static Optional<byte[]> unwrapped(byte[] der, int tag) {
    if (der.length < 2 || der[0] != tag) {
      return Optional.empty();
    }
    int length = der[1] & 0xff;
    int start = 2;
    if (length == 0x81 && der.length > 2) {
      length = der[2] & 0xff;
      start = 3;
    } else if (length == 0x82 && der.length > 3) {
      length = (der[2] & 0xff) << 8 | (der[3] & 0xff);
      start = 4;
    }
    return der.length == start + length
        ? Optional.of(Arrays.copyOfRange(der, start, der.length))
        : Optional.empty();
  }
}
