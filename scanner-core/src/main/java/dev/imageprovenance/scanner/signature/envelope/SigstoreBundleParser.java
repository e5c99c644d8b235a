package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses sigstore bundles (protobuf-specs sigstore_bundle.proto, its JSON form); stateless. */
public final class SigstoreBundleParser {
  private static final String WHAT = "sigstore bundle";
  private static final Set<String> VERSIONS = Set.of("0.1", "0.2", "0.3");
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "application/vnd\\.dev\\.sigstore\\.bundle"
              + "(?:\\+json;version=([0-9.]+)|\\.v([0-9.]+)\\+json)");

  private SigstoreBundleParser() {}

  /** True for the type of a layer that holds a bundle, of whatever version. */
  public static boolean isBundle(String mediaType) {
    return mediaType.equals("application/vnd.dev.sigstore.bundle+json")
        || mediaType.matches("application/vnd\\.dev\\.sigstore\\.bundle\\.v[0-9.]+\\+json");
  }

  /**
   * Parses a bundle.
   *
   * @throws ScanException MALFORMED, LIMIT, or UNSUPPORTED for another version
   */
  public static SigstoreBundle parse(RawDocument raw, Limits limits) {
    JsonFields bundle = JsonFields.parse(raw, WHAT, limits, Set.of());
    String version = version(bundle.requiredText("mediaType"));
    JsonFields material =
        bundle
            .object("verificationMaterial")
            .orElseThrow(() -> malformed("\"verificationMaterial\" is missing"));
    requireOneOf(material, List.of("publicKey", "x509CertificateChain", "certificate"));
    requireOneOf(bundle, List.of("messageSignature", "dsseEnvelope"));
    return new SigstoreBundle(
        version,
        material.object("publicKey").flatMap(key -> key.text("hint")).filter(h -> !h.isEmpty()),
        certificates(material, version),
        content(bundle));
  }

  private static String version(String mediaType) {
    Matcher matcher = MEDIA_TYPE.matcher(mediaType);
    String version = "";
    if (matcher.matches()) {
      version = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }
    if (!VERSIONS.contains(version)) {
      throw new ScanException(
          ProblemKind.UNSUPPORTED,
          "The sigstore bundle is of the type \""
              + Text.excerpt(mediaType)
              + "\"; versions 0.1 to 0.3 are known");
    }
    return version;
  }

  private static void requireOneOf(JsonFields fields, List<String> alternatives) {
    long there = alternatives.stream().filter(fields::has).count();
    if (there != 1) {
      throw malformed("it has " + there + " of " + String.join(", ", alternatives) + ", not one");
    }
  }

  private static Optional<CertificateMaterial> certificates(JsonFields material, String version) {
    List<RawDocument> raw = new ArrayList<>();
    material.object("certificate").ifPresent(certificate -> raw.add(rawBytes(certificate)));
    material
        .object("x509CertificateChain")
        .ifPresent(
            chain -> raw.addAll(chain.objects("certificates", SigstoreBundleParser::rawBytes)));
    if (raw.isEmpty()) {
      if (!material.has("publicKey")) {
        throw malformed("its certificate chain is empty");
      }
      return Optional.empty();
    }
    List<X509Certificate> chain = Certificates.fromDer(raw);
    List<SignedTimestamp> timestamps =
        material
            .object("timestampVerificationData")
            .map(data -> data.objects("rfc3161Timestamps", SigstoreBundleParser::timestamp))
            .orElse(List.of());
    List<LogEntry> entries = material.objects("tlogEntries", LogEntryParser::ofBundle);
    boolean unproved = entries.stream().anyMatch(entry -> entry.proof().isEmpty());
    if (unproved && !version.equals("0.1")) {
      throw malformed(
          "in version " + version + " each log entry has a proof that the log holds it");
    }
    return Optional.of(new CertificateMaterial(chain, entries, timestamps));
  }

  private static RawDocument rawBytes(JsonFields certificate) {
    return Base64Text.decode(certificate.requiredText("rawBytes"), "bundle's certificate");
  }

  private static SignedTimestamp timestamp(JsonFields fields) {
    return new SignedTimestamp(
        Base64Text.decode(fields.requiredText("signedTimestamp"), "bundle's timestamp"));
  }

  private static SigstoreBundle.Content content(JsonFields bundle) {
    Optional<JsonFields> envelope = bundle.object("dsseEnvelope");
    if (envelope.isPresent()) {
      return new SigstoreBundle.Content.Enveloped(DsseEnvelope.of(envelope.get()));
    }
    JsonFields message = bundle.object("messageSignature").orElseThrow(IllegalStateException::new);
    return new SigstoreBundle.Content.Detached(
        message.object("messageDigest").map(SigstoreBundleParser::digest),
        Base64Text.decode(message.requiredText("signature"), "bundle's signature"));
  }

  private static Digest digest(JsonFields fields) {
    String name = fields.requiredText("algorithm");
    DigestAlgorithm algorithm =
        switch (name) {
          case "SHA2_256" -> DigestAlgorithm.SHA256;
          case "SHA2_512" -> DigestAlgorithm.SHA512;
          default ->
              throw new ScanException(
                  ProblemKind.UNSUPPORTED,
                  "The sigstore bundle names a digest of the algorithm " + Text.excerpt(name));
        };
    byte[] hash = Base64Text.decode(fields.requiredText("digest"), "bundle's digest").bytes();
    if (hash.length * 2 != algorithm.hexLength()) {
      throw malformed("its message digest has " + hash.length + " bytes");
    }
    return Digest.of(algorithm, hash);
  }

  private static ScanException malformed(String why) {
    return new ScanException(ProblemKind.MALFORMED, "The " + WHAT + " is malformed: " + why);
  }
}
