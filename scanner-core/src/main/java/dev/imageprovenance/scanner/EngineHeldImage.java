package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.EngineRecord;
import dev.imageprovenance.scanner.compare.EngineRecord.IdKind;
import dev.imageprovenance.scanner.compare.EngineRecord.RepoDigest;
import dev.imageprovenance.scanner.compare.ImageCandidate;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.daemon.EngineImage;
import dev.imageprovenance.scanner.source.daemon.ImageStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An image that a container engine holds: its record, and the image itself once somebody needs its
 * bytes; not thread-safe.
 */
final class EngineHeldImage implements ImageCandidate {
  private final String address;
  private final SourceKind kind;
  private final String heldBy;
  private final Optional<String> container;
  private final Optional<String> knownBy;
  private final EngineImage inspected;
  private final Supplier<ImageSource> source;
  private @Nullable Image image;

  /**
   * @param heldBy the engine with its version and image store
   * @param container the ID of the container that runs it
   * @param knownBy the name that it was asked for or started from, as written
   * @param source reads its bytes; whoever made it closes it
   */
  EngineHeldImage(
      String address,
      SourceKind kind,
      String heldBy,
      Optional<String> container,
      Optional<String> knownBy,
      EngineImage inspected,
      Supplier<ImageSource> source) {
    this.address = address;
    this.kind = kind;
    this.heldBy = heldBy;
    this.container = container;
    this.knownBy = knownBy;
    this.inspected = inspected;
    this.source = source;
  }

  EngineImage inspected() {
    return inspected;
  }

  String address() {
    return address;
  }

  /** The registry copy that the engine's record names. */
  RegistryCopy namedCopy() {
    return RegistryCopy.of(inspected, knownBy);
  }

  /** The tags that it goes by in the repository of {@code place}. */
  Set<String> tagsIn(Reference place) {
    return RegistryCopy.tagsIn(place, inspected);
  }

  @Override
  public Optional<EngineRecord> record() {
    return Optional.of(
        new EngineRecord(
            inspected.store() == ImageStore.GRAPH_DRIVER ? IdKind.CONFIG : IdKind.MANIFEST_OR_INDEX,
            inspected.id(),
            repoDigests(),
            inspected.diffIds()));
  }

  List<RepoDigest> repoDigests() {
    return inspected.registryDigests().stream()
        .flatMap(
            reference ->
                reference.digest().stream()
                    .map(
                        digest ->
                            new RepoDigest(
                                reference.registry() + "/" + reference.repository(), digest)))
        .toList();
  }

  @Override
  public Image image() {
    Image known = image;
    if (known == null) {
      known =
          source
              .get()
              .resolve(new PlatformSelection.One(inspected.platform(), false))
              .images()
              .get(0);
      image = known;
    }
    return known;
  }

  /** This side as a report names it. */
  Comparison.Side describe(ImageIdentity identity) {
    return new Comparison.Side(address, kind, heldBy, container, identity);
  }
}
