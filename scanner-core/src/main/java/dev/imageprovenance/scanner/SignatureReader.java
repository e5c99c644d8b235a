package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.check.RequiredSigners;
import dev.imageprovenance.scanner.check.SignatureCheck;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.PolicyEvaluator;
import dev.imageprovenance.scanner.policy.PolicySubject;
import dev.imageprovenance.scanner.policy.SignaturePolicy;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.signature.SignatureInspector;
import dev.imageprovenance.scanner.signature.SignatureLimits;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.SignedImage;
import dev.imageprovenance.scanner.signature.keyless.KeylessProofs;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageResolver;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the signatures of images, and judges them where that is asked; thread-safe. */
final class SignatureReader {
  private static final String NO_PLACE = "There is no place for signatures beside ";
  private static final String REMEDY =
      "Name the image in its registry, or in an OCI layout that was copied with its signatures.";

  private final ScanContext context;
  private final RegistryOptions registry;

  SignatureReader(ScanContext context, RegistryOptions registry) {
    this.context = context;
    this.registry = registry;
  }

  /** What is known about the signatures of each selected image, and whether that is enough. */
  List<SignedImageReport> read(SignatureRequest request) {
    Instant now = context.clock().instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    request.policy().ifPresent(policy -> policy.requireUsableOn(today));
    ImageAddress address = ImageAddressParser.parse(request.address(), context.directory());
    try (ImageSource source = ImageSources.open(address, registry, context)) {
      ContentStore store = source.store().orElseThrow(() -> noPlace(request.address()));
      List<SignedImageReport> all = new ArrayList<>();
      for (Image image : source.resolve(request.platforms()).images()) {
        context.cancellation().throwIfCancelled();
        all.add(read(image, store, request, now));
      }
      return all;
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Closing the source of " + Text.escape(request.address()) + " failed",
          null,
          e);
    }
  }

  private SignedImageReport read(
      Image image, ContentStore store, SignatureRequest request, Instant now) {
    PolicySubject subject = PolicySubject.of(image.resolution(), request.name());
    ImagePolicy policy =
        request.policy().map(given -> given.forImage(subject)).orElseGet(ImagePolicy::defaults);
    Trust trust =
        request.policy().map(given -> policy.signatures().trust()).orElse(request.trust());
    Signatures signatures =
        inspector(store, trust, request.limits())
            .inspect(signedImage(image, store, subject.reference()));
    List<Check> checks =
        request.policy().isPresent() ? policy.signatures().checks(now) : oneOf(request.trust());
    ImageFacts facts = documentsOnly(image).withSignatures(Fact.known(signatures));
    PolicyEvaluator evaluator =
        new PolicyEvaluator(policy, LocalDate.ofInstant(now, ZoneOffset.UTC));
    List<CheckResult> results = new ArrayList<>();
    checks.forEach(check -> results.add(evaluator.evaluate(check.check(facts))));
    return new SignedImageReport(
        image.resolution(), image.config().platform(), trust, signatures, policy, results);
  }

  /** Who names signers of images wants one of them to have signed. */
  private static List<Check> oneOf(Trust trust) {
    List<String> names =
        trust.signers().stream()
            .filter(signer -> signer.scope().purposes().contains(Purpose.IMAGE))
            .map(TrustedSigner::name)
            .toList();
    return names.isEmpty()
        ? List.of()
        : List.of(
            new SignatureCheck(
                List.of(
                    new RequiredSigners(
                        List.of(names),
                        new ClauseEvidence("the signers that are given", Optional.empty())))));
  }

  private static ImageFacts documentsOnly(Image image) {
    return new ImageFacts(
        image,
        List.of(),
        List.of(),
        Fact.unknown("no layer was read"),
        Fact.unknown("no layer was read"));
  }

  /**
   * What is known about the signatures of an image, by those whom a policy believes; why it is not
   * known where there is no place for signatures beside the image.
   *
   * @param name what the image is called
   */
  Fact<Signatures> read(
      Image image, Optional<ContentStore> store, Optional<Reference> name, SignaturePolicy policy) {
    if (store.isEmpty() || image.manifest().isEmpty()) {
      return Fact.unknown(NO_PLACE + Text.escape(image.resolution().requested()));
    }
    try {
      return Fact.known(
          inspector(store.get(), policy.trust(), SignatureLimits.defaults())
              .inspect(signedImage(image, store.get(), name)));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED || e.kind() == ProblemKind.INTERNAL) {
        throw e;
      }
      return Fact.unknown(String.valueOf(e.getMessage()));
    }
  }

  private SignatureInspector inspector(ContentStore store, Trust trust, SignatureLimits limits) {
    return new SignatureInspector(store, trust, KeylessProofs.by(trust), context, limits);
  }

  private SignedImage signedImage(Image image, ContentStore store, Optional<Reference> name) {
    ImageResolver documents = new ImageResolver(store, context);
    List<ImageIndex> indexes = new ArrayList<>();
    for (Resolution.Step step : image.resolution().steps()) {
      boolean index = step.kind() == DigestKind.INDEX;
      if (index
          && documents.root(new ImageResolver.Root.ByDigest(step.digest()))
              instanceof ImageIndex read) {
        indexes.add(read);
      }
    }
    return new SignedImage(
        name, image.manifest().orElseThrow(() -> noPlace(image.resolution().requested())), indexes);
  }

  private static ScanException noPlace(String address) {
    return new ScanException(
        ProblemKind.UNSUPPORTED, NO_PLACE + Text.escape(address), REMEDY, null);
  }
}
