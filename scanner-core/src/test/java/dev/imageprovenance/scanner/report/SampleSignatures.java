package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.check.RequiredSigners;
import dev.imageprovenance.scanner.check.SignatureCheck;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyEvaluator;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.signature.Binding;
import dev.imageprovenance.scanner.signature.CertificateIdentity;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.RefusalReason;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.statement.Predicate;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.statement.Resource;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.Statement;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signatures made by hand, told as the library tells them. */
final class SampleSignatures {
  private static final String NAME = "registry.example/shop/orders:1.4";
  private static final Instant SIGNED = Instant.parse("2026-02-03T04:05:06Z");
  private static final Digest MANIFEST = digest("manifest");
  private static final Digest INDEX = digest("index");

  /** Of RFC 8410; its private half is published there. */
  private static final String PEM =
      "-----BEGIN PUBLIC KEY-----"
          + " MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
          + " -----END PUBLIC KEY-----";

  private static final SignerScope EVERYTHING =
      SignerScope.of(
          Set.of(Purpose.IMAGE, Purpose.PROVENANCE, Purpose.SBOM, Purpose.ATTESTATION), "**");
  private static final TrustedKey RELEASE = TrustedKey.ofPem("release", PEM, EVERYTHING);
  private static final TrustedIdentity WORKFLOW =
      new TrustedIdentity(
          "workflow",
          TextMatch.like("https://git.example/shop/*/release.yml@refs/tags/*"),
          TextMatch.exactly("https://token.example"),
          SignerScope.images("registry.example/shop/**"));

  private SampleSignatures() {}

  static SignaturesRun run(SignaturesReport... reports) {
    return new SignaturesRun(
        new RunReport.Tool("image-provenance-scanner", "1.2.3"),
        SampleReports.NOW,
        List.of(reports));
  }

  /** All of them by the names of their golden texts. */
  static List<String> names() {
    return List.of(
        "verified",
        "keyless",
        "beside",
        "refused",
        "unsigned",
        "unsigned-required",
        "unverified",
        "unknown",
        "policy",
        "policy-failed",
        "hostile",
        "problem");
  }

  static SignaturesReport named(String name) {
    return switch (name) {
      case "verified" ->
          report(
              Trust.in(RELEASE),
              answers(RouteOutcome.State.FOUND),
              signature(verified(RELEASE, new Binding(Binding.Kind.INDEX, INDEX, empty()))));
      case "keyless" ->
          report(Trust.in(WORKFLOW), answers(RouteOutcome.State.FOUND), signature(byWorkflow()));
      case "beside" ->
          report(
              Trust.in(RELEASE),
              answers(RouteOutcome.State.FOUND),
              signature(refusedKey()),
              signature(verified(RELEASE)));
      case "refused" ->
          report(Trust.in(RELEASE), answers(RouteOutcome.State.FOUND), signature(refusedKey()));
      case "unsigned" -> report(Trust.NOBODY, answers(RouteOutcome.State.ABSENT));
      case "unsigned-required" -> report(Trust.in(RELEASE), answers(RouteOutcome.State.ABSENT));
      case "unverified" ->
          report(
              Trust.NOBODY,
              answers(RouteOutcome.State.FOUND),
              signature(new Standing.Unknown("no key and no identity is trusted")));
      case "unknown" -> report(Trust.in(RELEASE), unknown());
      case "policy" -> byPolicy(evidenceOfAll());
      case "policy-failed" -> byPolicy(evidenceOfNone());
      case "hostile" -> hostile();
      case "problem" ->
          problem(ProblemKind.UNREACHABLE, "registry.example does not answer", "Try.");
      default -> throw new IllegalArgumentException(name);
    };
  }

  static SignaturesReport problem(ProblemKind kind, String message, String remedy) {
    return new SignaturesReport(
        NAME,
        SampleReports.NOW,
        new SignaturesReport.Outcome.Failed(
            new ScanReport.Problem(kind, message, Optional.of(remedy))));
  }

  private static Optional<String> empty() {
    return Optional.empty();
  }

  private static Digest digest(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  private static SignaturesReport report(
      Trust trust, List<RouteOutcome> routes, Evidence... evidence) {
    List<String> names = trust.signers().stream().map(TrustedSigner::name).toList();
    List<Check> checks =
        names.isEmpty()
            ? List.of()
            : List.of(
                new SignatureCheck(
                    List.of(
                        new RequiredSigners(
                            List.of(names),
                            new ClauseEvidence("the signers that are given", Optional.empty())))));
    return report(trust, ImagePolicy.defaults(), checks, routes, List.of(evidence));
  }

  private static SignaturesReport report(
      Trust trust,
      ImagePolicy policy,
      List<Check> checks,
      List<RouteOutcome> routes,
      List<Evidence> evidence) {
    Signatures signatures =
        new Signatures(
            "registry.example/shop/orders",
            Optional.of(Reference.parse(NAME)),
            MANIFEST,
            List.of(INDEX),
            routes,
            evidence);
    Image image = new ImageDraft("orders").build();
    ImageFacts facts =
        new ImageFacts(image, List.of(), List.of(), Fact.unknown("unread"), Fact.unknown("unread"))
            .withSignatures(Fact.known(signatures));
    List<CheckResult> results = new ArrayList<>();
    for (Check check : checks) {
      results.add(new PolicyEvaluator(policy, LocalDate.EPOCH).evaluate(check.check(facts)));
    }
    Resolution resolution =
        new Resolution(
            NAME,
            SourceKind.REGISTRY,
            "registry.example/shop/orders",
            List.of(
                new Resolution.Step("tag 1.4", DigestKind.INDEX, INDEX, DigestOrigin.COMPUTED),
                new Resolution.Step(
                    "linux/amd64", DigestKind.MANIFEST, MANIFEST, DigestOrigin.COMPUTED)));
    return new SignaturesReport(
        NAME,
        SampleReports.NOW,
        new SignaturesReport.Outcome.Looked(
            List.of(
                new SignedImageReport(
                    resolution,
                    Platform.of("linux", "amd64"),
                    trust,
                    signatures,
                    policy,
                    results))));
  }

  /** Answers of which one led to what was found, if anything was. */
  private static List<RouteOutcome> answers(RouteOutcome.State signatureTag) {
    return List.of(
        outcome(Route.REFERRERS_API, MANIFEST, RouteOutcome.State.ABSENT, "nothing is listed"),
        outcome(Route.REFERRERS_TAG, MANIFEST, RouteOutcome.State.ABSENT, "no tag sha256-…"),
        outcome(Route.COSIGN_SIGNATURE_TAG, MANIFEST, signatureTag, "tag sha256-….sig"),
        outcome(Route.REFERRERS_API, INDEX, RouteOutcome.State.ABSENT, "nothing is listed"));
  }

  private static List<RouteOutcome> unknown() {
    return List.of(
        outcome(
            Route.REFERRERS_API,
            MANIFEST,
            RouteOutcome.State.UNKNOWN,
            "registry.example answered 503 Service Unavailable"),
        outcome(
            Route.COSIGN_SIGNATURE_TAG, MANIFEST, RouteOutcome.State.ABSENT, "no tag sha256-…"));
  }

  private static RouteOutcome outcome(
      Route route, Digest subject, RouteOutcome.State state, String detail) {
    return new RouteOutcome(route, subject, state, detail);
  }

  private static Evidence signature(Standing standing) {
    return evidence(Purpose.IMAGE, Form.SIMPLE_SIGNING, standing, Optional.empty());
  }

  private static Evidence evidence(
      Purpose purpose, Form form, Standing standing, Optional<Statement> statement) {
    return new Evidence(
        new Evidence.Place(
            Set.of(Route.COSIGN_SIGNATURE_TAG, Route.REFERRERS_API),
            MANIFEST,
            digest("artifact"),
            Optional.of(digest("blob"))),
        form,
        Optional.of(purpose),
        standing,
        statement);
  }

  private static Standing verified(TrustedSigner signer) {
    return verified(signer, new Binding(Binding.Kind.MANIFEST, MANIFEST, empty()));
  }

  private static Standing verified(TrustedSigner signer, Binding binding) {
    return new Standing.Verified(
        List.of(new VerifiedSigner(signer, Optional.empty(), Optional.empty())),
        binding,
        List.of());
  }

  private static Standing byWorkflow() {
    return new Standing.Verified(
        List.of(
            new VerifiedSigner(
                WORKFLOW,
                Optional.of(
                    new CertificateIdentity(
                        "https://git.example/shop/orders/release.yml@refs/tags/1.4",
                        "https://token.example")),
                Optional.of(SIGNED))),
        new Binding(Binding.Kind.MANIFEST, MANIFEST, Optional.of("docker.io/shop/orders")),
        List.of());
  }

  private static Standing refusedKey() {
    return new Standing.Refused(
        List.of(
            new Refusal(
                RefusalReason.WRONG_KEY,
                Optional.empty(),
                "the trusted key release did not make it: somebody else did, or what was signed"
                    + " has changed")));
  }

  private static SignaturesReport byPolicy(List<Evidence> evidence) {
    String text =
        "version: 1\nsignatures: {signers: [{name: release, pem: '"
            + PEM
            + "', purposes: [image, provenance, vsa], ids: ['https://verifier.example',"
            + " 'https://ci.example/1'], repositories: ['registry.example/**']}], require: {signers:"
            + " [release], builder: ['https://ci.example/*'], vsa: {levels: [SLSA_BUILD_LEVEL_2],"
            + " resourceUris: [production]}}}\n";
    Policy policy = PolicyLoader.ofFiles().parse("p.yaml", text.getBytes(StandardCharsets.UTF_8));
    ImagePolicy general = policy.general();
    return report(
        general.signatures().trust(),
        general,
        general.signatures().checks(SIGNED),
        answers(RouteOutcome.State.FOUND),
        evidence);
  }

  private static List<Evidence> evidenceOfAll() {
    TrustedSigner release = RELEASE;
    return List.of(
        statement(Purpose.VSA, verified(release), PredicateTypes.VSA, summary()),
        statement(
            Purpose.PROVENANCE,
            verified(release),
            PredicateTypes.SLSA_PROVENANCE_1,
            provenance("https://ci.example/1")),
        evidence(
            Purpose.SBOM,
            Form.SBOM,
            new Standing.Claimed(Optional.empty(), Optional.empty()),
            Optional.empty()),
        signature(verified(release)));
  }

  private static List<Evidence> evidenceOfNone() {
    return List.of(
        statement(
            Purpose.PROVENANCE,
            new Standing.Claimed(
                Optional.of(new Binding(Binding.Kind.MANIFEST, MANIFEST, empty())),
                Optional.of("release")),
            PredicateTypes.SLSA_PROVENANCE_02,
            provenance("")),
        signature(refusedKey()));
  }

  private static Evidence statement(
      Purpose purpose, Standing standing, String type, Predicate predicate) {
    return evidence(
        purpose,
        standing instanceof Standing.Claimed ? Form.STATEMENT : Form.DSSE,
        standing,
        Optional.of(
            new Statement(
                List.of(new Resource("orders", "", Map.of("sha256", MANIFEST.encoded()))),
                type,
                predicate)));
  }

  private static VerificationSummary summary() {
    return new VerificationSummary(
        "https://verifier.example",
        Optional.of(SIGNED),
        "production",
        new Resource("", "https://verifier.example/policy", Map.of("sha256", "cc".repeat(32))),
        List.of(new Resource("", "https://ci.example/attestation/7", Map.of("sha256", "dd"))),
        true,
        List.of("SLSA_BUILD_LEVEL_3"),
        Optional.of("1.0"));
  }

  private static SlsaProvenance provenance(String builder) {
    List<Resource> materials = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      materials.add(
          new Resource(
              "", "pkg:docker/base" + i + "@1", Map.of("sha256", digest("" + i).encoded())));
    }
    return new SlsaProvenance(
        SlsaProvenance.Version.V1,
        builder,
        "https://ci.example/docker/v1",
        List.of(
            new SlsaProvenance.Source(
                "https://ci:canary@git.example/shop/orders",
                "4f2c1e9",
                "externalParameters.configSource")),
        materials,
        Optional.of("run 7"),
        Optional.of("2026-02-03T04:00:00Z"),
        Optional.of("2026-02-03T04:05:00Z"));
  }

  /** Names that want to be obeyed, in every place that holds one. */
  private static SignaturesReport hostile() {
    String evil = "\u001b[31m\u202e<script>alert(1)</script>\n" + "x".repeat(300);
    SlsaProvenance provenance =
        new SlsaProvenance(
            SlsaProvenance.Version.V0_2,
            evil,
            evil,
            List.of(new SlsaProvenance.Source(evil, evil, "metadata.vcs")),
            List.of(new Resource(evil, evil, Map.of(evil, evil))),
            Optional.of(evil),
            Optional.of(evil),
            Optional.of(evil));
    VerificationSummary summary =
        new VerificationSummary(
            evil,
            Optional.empty(),
            evil,
            new Resource(evil, evil, Map.of()),
            List.of(),
            false,
            List.of(evil),
            Optional.of(evil));
    TrustedKey key = TrustedKey.ofPem(evil, PEM, EVERYTHING);
    return report(
        Trust.in(key),
        answers(RouteOutcome.State.FOUND),
        statement(Purpose.PROVENANCE, verified(key), evil, provenance),
        statement(Purpose.VSA, verified(key), evil, summary),
        statement(Purpose.ATTESTATION, verified(key), evil, new Predicate.Other()),
        signature(
            new Standing.Verified(
                List.of(
                    new VerifiedSigner(
                        key, Optional.of(new CertificateIdentity(evil, evil)), Optional.empty())),
                new Binding(Binding.Kind.MANIFEST, MANIFEST, empty()),
                List.of())));
  }
}
