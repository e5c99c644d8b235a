package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A sigstore instance of our own: an authority, its log, a log of signatures, and timestamps. */
public final class TestSigstore {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  public final TestAuthority authority = new TestAuthority("signers", SINCE);
  public final TestLog certificates = new TestLog();
  public final TestLog signatures = new TestLog();
  private final TestAuthority stampers = new TestAuthority("timestamps", SINCE);
  private final TestSigner stamper = TestSigner.p256();
  private final X509Certificate stamperCertificate =
      stampers.timestamper(stamper.keys().getPublic());

  /** Somebody's certificate of ten minutes. */
  public X509Certificate certificate(TestSigner who, TestAuthority.Subject subject) {
    return authority.certificate(who.keys().getPublic(), subject, certificates);
  }

  /** Everything of this instance that somebody may believe. */
  public TrustedRoot root() {
    return root(SINCE);
  }

  /** The same, whose log of signatures was there since then. */
  public TrustedRoot root(Instant logSince) {
    List<X509Certificate> chain = stampers.chain();
    String json =
        "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\",\"tlogs\":["
            + log(signatures, logSince)
            + "],\"ctlogs\":["
            + log(certificates, SINCE)
            + "],\"certificateAuthorities\":["
            + authority(authority.chain())
            + "],\"timestampAuthorities\":["
            + authority(List.of(stamperCertificate, chain.get(0), chain.get(1)))
            + "]}";
    return new TrustedRoot("our root", RawDocument.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String log(TestLog log, Instant since) {
    return "{\"baseUrl\":\"https://"
        + TestLog.HOST
        + "\",\"hashAlgorithm\":\"SHA2_256\",\"publicKey\":{\"rawBytes\":\""
        + BASE64.encodeToString(log.key().keys().getPublic().getEncoded())
        + "\",\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\",\"validFor\":{\"start\":\""
        + since
        + "\"}},\"logId\":{\"keyId\":\""
        + BASE64.encodeToString(log.id())
        + "\"}}";
  }

  private static String authority(List<X509Certificate> chain) {
    return "{\"subject\":{\"organization\":\"sigstore.example\",\"commonName\":\"test\"},"
        + "\"uri\":\"https://ca.sigstore.example\",\"certChain\":{\"certificates\":["
        + chain.stream()
            .map(
                certificate -> "{\"rawBytes\":\"" + BASE64.encodeToString(der(certificate)) + "\"}")
            .collect(Collectors.joining(","))
        + "]},\"validFor\":{\"start\":\""
        + SINCE
        + "\"}}";
  }

  /** What the log keeps of an envelope. */
  public static String dsseBody(String payload, String signature, X509Certificate certificate) {
    return "{\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\",\"spec\":{\"envelopeHash\":{\"algorithm\":"
        + "\"sha256\",\"value\":\""
        + sha256(CosignFormat.envelopeSigned(payload, signature))
        + "\"},\"payloadHash\":{\"algorithm\":\"sha256\",\"value\":\""
        + sha256(payload)
        + "\"},\"signatures\":[{\"signature\":\""
        + signature
        + "\",\"verifier\":\""
        + CosignFormat.base64(pem(certificate))
        + "\"}]}}";
  }

  /** What the log keeps of a signature over a payload of its own. */
  public static String recordBody(String payload, String signature, X509Certificate certificate) {
    return "{\"apiVersion\":\"0.0.1\",\"kind\":\"hashedrekord\",\"spec\":{\"data\":{\"hash\":{"
        + "\"algorithm\":\"sha256\",\"value\":\""
        + sha256(payload)
        + "\"}},\"signature\":{\"content\":\""
        + signature
        + "\",\"publicKey\":{\"content\":\""
        + CosignFormat.base64(pem(certificate))
        + "\"}}}}";
  }

  /** A bundle of somebody with a certificate. */
  public static String bundle(
      X509Certificate certificate, String logEntries, String timestamps, String envelope) {
    return "{\"mediaType\":\""
        + CosignFormat.BUNDLE
        + "\",\"verificationMaterial\":{\"certificate\":{\"rawBytes\":\""
        + BASE64.encodeToString(der(certificate))
        + "\"},\"tlogEntries\":["
        + logEntries
        + "],\"timestampVerificationData\":{\"rfc3161Timestamps\":["
        + timestamps
        + "]}},\"dsseEnvelope\":"
        + envelope
        + "}";
  }

  /** A bundle with an envelope that somebody signed at a time, and everything that it takes. */
  public String signed(String statement, TestSigner who, TestAuthority.Subject as, Instant time) {
    X509Certificate certificate = certificate(who, as);
    String signature =
        who.signBase64(CosignFormat.preAuthentication(CosignFormat.IN_TOTO, statement));
    return bundle(
        certificate,
        signatures.bundleEntry(
            dsseBody(statement, signature, certificate), time, TestLog.Vouching.BOTH),
        "",
        CosignFormat.envelopeSigned(statement, signature));
  }

  /** A bundle's timestamp of a signature. */
  public String timestamp(byte[] signature, Instant time) {
    return "{\"signedTimestamp\":\"" + BASE64.encodeToString(response(signature, time)) + "\"}";
  }

  private byte[] response(byte[] signature, Instant time) {
    try {
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build("SHA256withECDSA", stamper.keys().getPrivate(), stamperCertificate),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
              new ASN1ObjectIdentifier("1.2.3"));
      byte[] digest = HexFormat.of().parseHex(Digest.sha256(signature).encoded());
      return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
          .generate(
              new TimeStampRequestGenerator().generate(TSPAlgorithms.SHA256, digest),
              BigInteger.ONE,
              Date.from(time))
          .getEncoded();
    } catch (IOException | TSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String pem(X509Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(certificate))
        + "\n-----END CERTIFICATE-----\n";
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).encoded();
  }
}
