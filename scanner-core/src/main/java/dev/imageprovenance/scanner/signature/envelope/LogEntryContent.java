package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what a transparency log keeps (Rekor types hashedrekord, dsse and intoto, versions 0.0.1
 * and 0.0.2) with a signature: without that, the proof of any old entry would do; stateless.
 */
public final class LogEntryContent {
  private static final String WHAT = "log entry's body";
  private static final int MAX_PEM = 64 << 10;

  private LogEntryContent() {}

  /** Why {@code entry} is not about that signature; empty if it is. */
  public static Optional<String> contradiction(LogEntry entry, SignedContent content) {
    try {
      JsonFields body = JsonFields.parse(entry.body(), WHAT, Limits.defaults(), Set.of());
      String kind = body.requiredText("kind") + ":" + body.requiredText("apiVersion");
      JsonFields spec = body.object("spec").orElseThrow(() -> missing("spec"));
      return switch (kind) {
        case "hashedrekord:0.0.1" -> hashedRecord1(spec, content);
        case "hashedrekord:0.0.2" -> hashedRecord2(object(spec, "hashedRekordV002"), content);
        case "dsse:0.0.1" -> dsse1(spec, content);
        case "dsse:0.0.2" -> dsse2(object(spec, "dsseV002"), content);
        case "intoto:0.0.2" -> inToto2(object(spec, "content"), content);
        default -> Optional.of("the log's entry is of the unknown kind " + Text.excerpt(kind));
      };
    } catch (ScanException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> hashedRecord1(JsonFields spec, SignedContent content) {
    JsonFields hash = object(object(spec, "data"), "hash");
    JsonFields signature = object(spec, "signature");
    JsonFields key = object(signature, "publicKey");
    return firstOf(
        sameText("digest", sha256(content.message()), hash.requiredText("value")),
        same(
            "signature",
            content.signature(),
            Base64Text.decode(signature.requiredText("content"), "log's signature")),
        sameCertificate(content, pem(key.requiredText("content"))));
  }

  private static Optional<String> hashedRecord2(JsonFields spec, SignedContent content) {
    JsonFields signature = object(spec, "signature");
    return firstOf(
        sameDigest(object(spec, "data"), content.message()), signature2(signature, content));
  }

  private static Optional<String> dsse1(JsonFields spec, SignedContent content) {
    List<JsonFields> signatures = spec.objects("signatures", fields -> fields);
    if (signatures.size() != 1) {
      return Optional.of("the log's entry has " + signatures.size() + " signatures, not one");
    }
    JsonFields signature = signatures.get(0);
    return firstOf(
        sameText(
            "digest", sha256(payload(content)), object(spec, "payloadHash").requiredText("value")),
        same(
            "signature",
            content.signature(),
            Base64Text.decode(signature.requiredText("signature"), "log's signature")),
        sameCertificate(content, pem(signature.requiredText("verifier"))));
  }

  private static Optional<String> dsse2(JsonFields spec, SignedContent content) {
    List<JsonFields> signatures = spec.objects("signatures", fields -> fields);
    if (signatures.size() != 1) {
      return Optional.of("the log's entry has " + signatures.size() + " signatures, not one");
    }
    return firstOf(
        sameDigest(object(spec, "payloadHash"), payload(content)),
        signature2(signatures.get(0), content));
  }

  /** The log writes this kind's signature in base64 twice. */
  private static Optional<String> inToto2(JsonFields spec, SignedContent content) {
    List<JsonFields> signatures = object(spec, "envelope").objects("signatures", fields -> fields);
    if (signatures.size() != 1) {
      return Optional.of("the log's entry has " + signatures.size() + " signatures, not one");
    }
    JsonFields signature = signatures.get(0);
    RawDocument inner =
        Base64Text.decode(
            Base64Text.decode(signature.requiredText("sig"), "log's signature").text(),
            "log's signature");
    return firstOf(
        sameText(
            "digest", sha256(payload(content)), object(spec, "payloadHash").requiredText("value")),
        same("signature", content.signature(), inner),
        sameCertificate(content, pem(signature.requiredText("publicKey"))));
  }

  private static Optional<String> signature2(JsonFields signature, SignedContent content) {
    JsonFields certificate = object(object(signature, "verifier"), "x509Certificate");
    return firstOf(
        same(
            "signature",
            content.signature(),
            Base64Text.decode(signature.requiredText("content"), "log's signature")),
        sameCertificate(
            content,
            Certificates.fromDer(
                List.of(
                    Base64Text.decode(
                        certificate.requiredText("rawBytes"), "log's certificate")))));
  }

  private static List<X509Certificate> pem(String base64) {
    RawDocument pem = Base64Text.decode(base64, "log's certificate");
    return Certificates.fromPem(pem.size() > MAX_PEM ? "" : pem.text());
  }

  private static Optional<String> sameCertificate(
      SignedContent content, List<X509Certificate> logged) {
    try {
      byte[] own = content.certificates().orElseThrow().leaf().getEncoded();
      boolean same = !logged.isEmpty() && Arrays.equals(own, logged.get(0).getEncoded());
      return same ? Optional.empty() : other("certificate");
    } catch (CertificateEncodingException e) {
      return other("certificate");
    }
  }

  private static Optional<String> sameDigest(JsonFields hash, RawDocument bytes) {
    String algorithm = hash.requiredText("algorithm");
    if (!algorithm.equals("SHA2_256")) {
      return Optional.of("the log's entry has a digest of " + Text.excerpt(algorithm));
    }
    RawDocument digest = Base64Text.decode(hash.requiredText("digest"), "log's digest");
    return sameText("digest", sha256(bytes), HexFormat.of().formatHex(digest.bytes()));
  }

  private static String sha256(RawDocument bytes) {
    return Digest.sha256(bytes.bytes()).encoded();
  }

  /**
   * Entries about envelopes keep the digest of the payload; without one there is nothing to fit.
   */
  private static RawDocument payload(SignedContent content) {
    return content.payload() instanceof SignedPayload.DssePayload dsse
        ? dsse.raw()
        : RawDocument.of("no envelope".getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> sameText(String what, String own, String logged) {
    return own.equals(logged) ? Optional.empty() : other(what);
  }

  private static Optional<String> same(String what, RawDocument own, RawDocument logged) {
    return own.equals(logged) ? Optional.empty() : other(what);
  }

  private static Optional<String> other(String what) {
    return Optional.of("the log's entry is about another " + what);
  }

  @SafeVarargs
  private static Optional<String> firstOf(Optional<String>... contradictions) {
    return Arrays.stream(contradictions).flatMap(Optional::stream).findFirst();
  }

  private static JsonFields object(JsonFields fields, String key) {
    return fields.object(key).orElseThrow(() -> missing(key));
  }

  private static ScanException missing(String key) {
    return new ScanException(
        ProblemKind.MALFORMED, "The " + WHAT + " is malformed: \"" + key + "\" is missing");
  }
}
