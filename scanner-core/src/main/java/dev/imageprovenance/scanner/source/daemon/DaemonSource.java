package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.ResolvedImages;
import dev.imageprovenance.scanner.source.archive.ArchivedImages;
import dev.imageprovenance.scanner.source.archive.ImageArchive;
import dev.imageprovenance.scanner.source.layout.LayoutSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image of a container engine, read as the engine saves it; thread-safe. One pass over that
 * stream finds the documents, each further one reads layers; nothing is written to disk.
 *
 * <p>What can be proved: that the config (or, from a containerd store, the index or manifest) has
 * the digest that the engine calls the image's ID, and that every layer has the diffID that the
 * config promises. The engine's other records are shown as its claims.
 */
public final class DaemonSource implements ImageSource {
  private static final Pattern WHOLE_ID = Pattern.compile("(?:sha256:)?([a-f0-9]{64})");

  private final EngineClient client;
  private final boolean ownsClient;
  private final String requested;
  private final Wanted wanted;
  private final ScanContext context;

  /**
   * What is to be resolved; immutable.
   *
   * @param from for the report: "image app:1", "container web"
   * @param image a name or ID
   * @param manifest the one manifest of an index, where that is known
   */
  private record Wanted(String from, String image, Optional<Digest> manifest) {}

  private DaemonSource(
      EngineClient client,
      boolean ownsClient,
      String requested,
      Wanted wanted,
      ScanContext context) {
    this.client = client;
    this.ownsClient = ownsClient;
    this.requested = requested;
    this.wanted = wanted;
    this.context = context;
  }

  /**
   * Connects to the engine of {@code address}.
   *
   * @throws ScanException UNREACHABLE or CONFIGURATION
   */
  public static DaemonSource open(
      ImageAddress.InEngine address, RegistryOptions options, ScanContext context) {
    EngineClient client = EngineClient.connect(address.engine(), options, context);
    return new DaemonSource(client, true, address.text(), image(address.name()), context);
  }

  /**
   * Finds the container of {@code address}; its image is the one that it was made from, whatever
   * the tag points at now.
   *
   * @throws ScanException as {@link FoundContainer#find}
   */
  public static DaemonSource open(
      ImageAddress.InContainer address, RegistryOptions options, ScanContext context) {
    FoundContainer found = FoundContainer.find(address, options, context);
    return new DaemonSource(
        found.client(), true, address.text(), imageOf(found.container()), context);
  }

  /**
   * The image {@code nameOrId} of an engine that is asked already and stays open.
   *
   * @param requested what a person asked for, for the report
   */
  public static DaemonSource ofImage(
      EngineClient client, String nameOrId, String requested, ScanContext context) {
    return new DaemonSource(client, false, requested, image(nameOrId), context);
  }

  /**
   * The image that {@code container} was made from, of an engine that is asked already and stays
   * open.
   *
   * @param requested what a person asked for, for the report
   */
  public static DaemonSource ofContainer(
      EngineClient client, EngineContainer container, String requested, ScanContext context) {
    return new DaemonSource(client, false, requested, imageOf(container), context);
  }

  private static Wanted image(String nameOrId) {
    return new Wanted("image " + Text.excerpt(nameOrId), nameOrId, Optional.empty());
  }

  private static Wanted imageOf(EngineContainer container) {
    return new Wanted(
        "container " + Text.excerpt(container.name()),
        container.imageId().toString(),
        container.imageManifest().map(descriptor -> descriptor.digest()));
  }

  @Override
  public ResolvedImages resolve(PlatformSelection selection) {
    EngineImage engineImage = client.image(wanted.image());
    requireAsked(engineImage);
    ImageArchive archive =
        ImageArchive.ofStream(
            "image " + engineImage.id() + " of " + client.name(),
            () -> client.save(engineImage.id()),
            context);
    archive.requireUnambiguous();
    EngineImageAssembly assembly =
        new EngineImageAssembly(
            requested, client.engine().sourceKind(), client.name(), wanted.from(), engineImage);
    return engineImage.store() == ImageStore.CONTAINERD
        ? fromLayout(archive, engineImage, assembly, selection)
        : fromList(archive, engineImage, assembly, selection);
  }

  /** An engine that was asked for a digest must not answer with another. */
  private void requireAsked(EngineImage engineImage) {
    var asked = WHOLE_ID.matcher(wanted.image());
    if (asked.matches() && !asked.group(1).equals(engineImage.id().encoded())) {
      throw new ScanException(
          ProblemKind.INTEGRITY,
          client.name()
              + " was asked for the image "
              + asked.group(1)
              + " and answers with "
              + engineImage.id(),
          "Name the image by the ID that docker images --no-trunc shows.",
          null);
    }
  }

  private ResolvedImages fromList(
      ImageArchive archive,
      EngineImage engineImage,
      EngineImageAssembly assembly,
      PlatformSelection selection) {
    if (!ArchivedImages.areIn(archive, context)) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          client.name() + " saves image " + engineImage.id() + " as a tar that lists no image",
          "Look at the engine's own log.",
          null);
    }
    ArchivedImages images = new ArchivedImages(archive, context);
    Image image = assembly.ofList(images, engineImage.id());
    ArchivedImages.requireWanted(image.config().platform(), selection, requested);
    return new ResolvedImages(List.of(image), List.of());
  }

  private ResolvedImages fromLayout(
      ImageArchive archive,
      EngineImage engineImage,
      EngineImageAssembly assembly,
      PlatformSelection selection) {
    if (!LayoutSource.isIn(archive)) {
      throw new ScanException(
          ProblemKind.UNSUPPORTED,
          client.name()
              + " keeps images in containerd's store, but saves "
              + engineImage.id()
              + " without index.json, so that this ID cannot be proved",
          "Update the engine, or push the image and scan it in the registry.",
          null);
    }
    Digest root = wanted.manifest().orElse(engineImage.id());
    // Its archive is a stream that is asked for anew each time: there is nothing to close.
    ResolvedImages resolved =
        LayoutSource.ofArchive(archive, requested, Optional.of("@" + root), context)
            .resolve(selection);
    return new ResolvedImages(
        resolved.images().stream().map(image -> assembly.ofLayout(image, root)).toList(),
        resolved.children());
  }

  @Override
  public void close() {
    if (ownsClient) {
      client.close();
    }
  }
}
