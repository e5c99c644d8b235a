package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two images of one platform, and the first rung that was proved of them; immutable.
 *
 * @param platform what they run on
 * @param deployed the deployed image's digests
 * @param registry the registry's image's digests
 * @param rung how equal they are, or why that could not be told; broken integrity is unknown too
 * @param assurance what the rung rests on
 * @param why one sentence without a full stop: the proof, or what differs first
 * @param packaging what differs around the same content
 * @param config fields of the configs that differ
 * @param files paths that differ, the worst first; empty when the trees needed not be read, unknown
 *     when they could not
 * @param layers which layers that took; empty when the trees needed not be read
 * @param deployedVerifications every digest of the deployed side that was compared
 * @param registryVerifications every digest of the registry's side that was compared
 */
public record ImageComparison(
    Platform platform,
    ImageIdentity deployed,
    ImageIdentity registry,
    Fact<Rung> rung,
    Assurance assurance,
    String why,
    List<PackagingDifference> packaging,
    List<ConfigDifference> config,
    Optional<Fact<List<FileDifference>>> files,
    Optional<LayerUse> layers,
    List<DigestVerification> deployedVerifications,
    List<DigestVerification> registryVerifications) {
  /** Copies the lists. */
  public ImageComparison {
    packaging = List.copyOf(packaging);
    config = List.copyOf(config);
    deployedVerifications = List.copyOf(deployedVerifications);
    registryVerifications = List.copyOf(registryVerifications);
  }

  /** True when a digest was promised and the bytes have another. */
  public boolean isIntegrityBroken() {
    return brokenDigest().isPresent();
  }

  /** The first digest that does not hold, the deployed side's before the registry's. */
  public Optional<DigestVerification> brokenDigest() {
    return Stream.concat(deployedVerifications.stream(), registryVerifications.stream())
        .filter(verification -> verification.status() == Status.MISMATCH)
        .findFirst();
  }
}
