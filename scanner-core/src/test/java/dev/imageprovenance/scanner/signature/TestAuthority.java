package dev.imageprovenance.scanner.signature;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority with a root and one certificate below it, as Fulcio has; immutable. */
public final class TestAuthority {
  private static final ASN1ObjectIdentifier ISSUER =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8");
  private static final ASN1ObjectIdentifier SCTS =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");

  private final Instant since;
  private final TestSigner intermediate = TestSigner.p256();
  private final X500Name name;
  private final List<X509Certificate> chain;

  TestAuthority(String name, Instant since) {
    this.since = since;
    this.name = new X500Name("O=sigstore.example, CN=" + name);
    TestSigner root = TestSigner.p256();
    X500Name above = new X500Name("O=sigstore.example, CN=root of " + name);
    this.chain =
        List.of(
            authority(above, root, this.name, intermediate), authority(above, root, above, root));
  }

  /** The intermediate certificate, then the root. */
  List<X509Certificate> chain() {
    return chain;
  }

  /**
   * What a certificate says.
   *
   * @param uri whom it is of
   * @param issuer who vouches for that
   * @param from since when it is valid, for ten minutes
   */
  public record Subject(String uri, String issuer, Instant from) {}

  /** A certificate for signing, known to a log of certificates. */
  X509Certificate certificate(PublicKey key, Subject subject, TestLog certificates) {
    try {
      X509v3CertificateBuilder builder = leaf(key, subject.from());
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
      builder.addExtension(
          Extension.subjectAlternativeName,
          true,
          new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, subject.uri())));
      builder.addExtension(ISSUER, false, new DERUTF8String(subject.issuer()));
      byte[] unlogged =
          build(builder, intermediate).toASN1Structure().getTBSCertificate().getEncoded();
      byte[] issuerKey = chain.get(0).getPublicKey().getEncoded();
      builder.addExtension(
          SCTS,
          false,
          new DEROctetString(
              certificates.certificateTimestamps(unlogged, issuerKey, subject.from())));
      return converted(build(builder, intermediate));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate for timestamps. */
  X509Certificate timestamper(PublicKey key) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.TWO,
              Date.from(since),
              Date.from(since.plus(3650, ChronoUnit.DAYS)),
              new X500Name("CN=timestamps"),
              key);
      builder.addExtension(
          Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
      return converted(build(builder, intermediate));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509v3CertificateBuilder leaf(PublicKey key, Instant from) throws CertIOException {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(from.getEpochSecond()),
            Date.from(from),
            Date.from(from.plus(10, ChronoUnit.MINUTES)),
            new X500Name("CN=sigstore"),
            key);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    return builder;
  }

  private X509Certificate authority(
      X500Name issuer, TestSigner issuerKey, X500Name subject, TestSigner key) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.ONE,
              Date.from(since),
              Date.from(since.plus(3650, ChronoUnit.DAYS)),
              subject,
              key.keys().getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return converted(build(builder, issuerKey));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509CertificateHolder build(X509v3CertificateBuilder builder, TestSigner by) {
    try {
      return builder.build(
          new JcaContentSignerBuilder("SHA256withECDSA").build(by.keys().getPrivate()));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate converted(X509CertificateHolder holder) {
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
