package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.signature.discovery.FoundArtifact;
import dev.imageprovenance.scanner.signature.discovery.PatientStore;
import dev.imageprovenance.scanner.signature.discovery.SignatureDiscovery;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.source.ImageResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds and judges the signatures and attestations of images in one store; thread-safe where the
 * store and the proof are.
 */
public final class SignatureInspector {
  private final ContentStore store;
  private final Trust trust;
  private final KeylessProof proof;
  private final ScanContext context;
  private final SignatureLimits limits;

  /**
   * Looks into {@code store}.
   *
   * @param trust whom the user believes
   * @param proof proves certificates; asked only where {@code trust} has identities
   */
  public SignatureInspector(
      ContentStore store,
      Trust trust,
      KeylessProof proof,
      ScanContext context,
      SignatureLimits limits) {
    this.store = store;
    this.trust = trust;
    this.proof = proof;
    this.context = context;
    this.limits = limits;
  }

  /**
   * What is known about the signatures of {@code image}. What cannot be had becomes an unknown
   * route or an unknown piece of evidence.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind CANCELLED
   */
  public Signatures inspect(SignedImage image) {
    PatientStore patient = new PatientStore(store);
    SignatureDiscovery discovery =
        new SignatureDiscovery(
            patient, new ImageResolver(patient, context), context, limits.artifacts());
    for (Manifest subject : image.subjects()) {
      discovery.lookFor(subject, subject instanceof ImageManifest ? image.indexes() : List.of());
    }
    EvidenceReader reader = reader(image, patient);
    List<Evidence> evidence = new ArrayList<>();
    for (FoundArtifact artifact : discovery.artifacts()) {
      context.cancellation().throwIfCancelled();
      evidence.addAll(reader.read(artifact));
    }
    return new Signatures(
        store.name(),
        image.name(),
        image.manifest().digest(),
        image.indexes().stream().map(Manifest::digest).toList(),
        discovery.outcomes(),
        vouched(evidence, image));
  }

  private EvidenceReader reader(SignedImage image, PatientStore patient) {
    SignerFinder signers =
        new SignerFinder(trust, new CertificateSigners(trust.identities(), proof));
    EvidenceJudge judge =
        new EvidenceJudge(
            image, signers, new SignerRules(trust, context.clock()), context.limits());
    return new EvidenceReader(
        image, new Blobs(patient, limits.payloadBytes()), judge, context.limits(), limits);
  }

  /** Who signs an index signs what it lists, and so the statements that BuildKit put there. */
  private static List<Evidence> vouched(List<Evidence> evidence, SignedImage image) {
    List<Evidence> all = evidence;
    for (int i = 0; i < image.indexes().size(); i++) {
      Optional<String> signer = signer(evidence, image.indexes().get(i).digest());
      if (signer.isPresent()) {
        List<ImageIndex> covered = image.indexes().subList(i, image.indexes().size());
        all = all.stream().map(one -> one.vouchedBy(signer.get(), covered)).toList();
      }
    }
    return all;
  }

  private static Optional<String> signer(List<Evidence> evidence, Digest signed) {
    return evidence.stream()
        .filter(Evidence::mayBeImageSignature)
        .map(Evidence::standing)
        .filter(Standing.Verified.class::isInstance)
        .map(Standing.Verified.class::cast)
        .filter(verified -> verified.binding().digest().equals(signed))
        .map(verified -> verified.signers().get(0).signer().name())
        .findFirst();
  }
}
