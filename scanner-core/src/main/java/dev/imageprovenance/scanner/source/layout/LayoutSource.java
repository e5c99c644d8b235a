package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageResolver;
import dev.imageprovenance.scanner.source.ImageResolver.Root;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.ResolvedImages;
import dev.imageprovenance.scanner.source.archive.ArchiveEntry;
import dev.imageprovenance.scanner.source.archive.ArchiveLayerReader;
import dev.imageprovenance.scanner.source.archive.ImageArchive;
import dev.imageprovenance.scanner.source.layout.LayoutChooser.Choice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Images of an OCI layout, a directory or a tar of one; thread-safe. */
public final class LayoutSource implements ImageSource {
  /** The file that lists a layout's images. */
  public static final String INDEX = "index.json";

  /** The file that makes a directory a layout. */
  public static final String MARKER = "oci-layout";

  private final LayoutFiles files;
  private final Optional<ImageArchive> archive;
  private final LayoutContentStore store;
  private final String requested;
  private final Optional<String> name;
  private final ScanContext context;

  private LayoutSource(
      LayoutFiles files,
      Optional<ImageArchive> archive,
      String requested,
      Optional<String> name,
      ScanContext context) {
    this.files = files;
    this.archive = archive;
    this.store = LayoutContentStore.open(files, context);
    this.requested = requested;
    this.name = name;
    this.context = context;
  }

  /**
   * The layout in the directory of {@code address}.
   *
   * @throws ScanException MALFORMED, NOT_FOUND (oci-layout or index.json), LIMIT, UNSUPPORTED or
   *     UNREACHABLE
   */
  public static LayoutSource ofDirectory(ImageAddress.InFile address, ScanContext context) {
    return new LayoutSource(
        new DirectoryFiles(address.path(), context),
        Optional.empty(),
        address.text(),
        address.name(),
        context);
  }

  /**
   * The layout in {@code archive}, which is closed with the source.
   *
   * @param requested what a person asked for, for the report
   * @param name the tag, ref name, or {@code @index}/digest that selects one of several images
   * @throws ScanException as for a directory, and MALFORMED for a tar that can be read in two ways
   */
  public static LayoutSource ofArchive(
      ImageArchive archive, String requested, Optional<String> name, ScanContext context) {
    archive.requireUnambiguous();
    return new LayoutSource(
        new ArchiveFiles(archive), Optional.of(archive), requested, name, context);
  }

  /** True when {@code archive} has the two files of a layout. */
  public static boolean isIn(ImageArchive archive) {
    return archive.find(MARKER).isPresent() && archive.find(INDEX).isPresent();
  }

  @Override
  public Optional<ContentStore> store() {
    return Optional.of(store);
  }

  @Override
  public ResolvedImages resolve(PlatformSelection selection) {
    Choice choice = new LayoutChooser(store, context).choose(name);
    if (choice instanceof Choice.Platforms platforms) {
      return resolvePlatforms(platforms, selection);
    }
    return resolve(store, ((Choice.Entry) choice).root(), selection, this::withArchive);
  }

  private ResolvedImages resolvePlatforms(Choice.Platforms chosen, PlatformSelection selection) {
    ImageIndex index = chosen.index();
    Root root =
        new Root.ByDescriptor(
            Descriptor.of(index.mediaType(), index.digest(), index.raw().size()), chosen.how());
    return resolve(
        store.with(index),
        root,
        selection,
        image -> withArchive(withoutIndexPromise(image, chosen)));
  }

  private ResolvedImages resolve(
      LayoutContentStore from,
      Root root,
      PlatformSelection selection,
      UnaryOperator<Image> finish) {
    ResolvedImages resolved = new ImageResolver(from, context).resolve(requested, root, selection);
    return new ResolvedImages(resolved.images().stream().map(finish).toList(), resolved.children());
  }

  /**
   * Nobody promised the digest of index.json, and an index that was put together here is in no
   * place at all: neither may look like a proof.
   */
  private static Image withoutIndexPromise(Image image, Choice.Platforms chosen) {
    Digest digest = chosen.index().digest();
    List<DigestVerification> verifications =
        image.verifications().stream().filter(v -> !v.expected().equals(digest)).toList();
    Resolution resolution =
        chosen.isFile() ? image.resolution() : withoutFirstStep(image.resolution(), chosen.how());
    return new Image(
        resolution,
        image.indexDescriptor(),
        image.manifest(),
        image.config(),
        image.layers(),
        image.reader(),
        verifications,
        image.anomalies());
  }

  private static Resolution withoutFirstStep(Resolution resolution, String how) {
    List<Resolution.Step> steps = new ArrayList<>(resolution.steps());
    steps.remove(0);
    Resolution.Step first = steps.get(0);
    steps.set(
        0,
        new Resolution.Step(
            how + ", " + first.from(), first.kind(), first.digest(), first.origin()));
    return new Resolution(
        resolution.requested(), resolution.source(), resolution.servedBy(), steps);
  }

  /** What a tar adds: headers that readers take differently, and one order of reading. */
  private Image withArchive(Image image) {
    if (archive.isEmpty()) {
      return image;
    }
    List<ImageAnomaly> anomalies = new ArrayList<>(archive.get().anomalies());
    anomalies.addAll(image.anomalies());
    LayerReader reader =
        new ArchiveLayerReader(archive.get(), layer -> locate(archive.get(), layer));
    return new Image(
        image.resolution(),
        image.indexDescriptor(),
        image.manifest(),
        image.config(),
        image.layers(),
        reader,
        image.verifications(),
        anomalies);
  }

  private ArchiveEntry locate(ImageArchive tar, ImageLayer layer) {
    Descriptor descriptor =
        layer
            .descriptor()
            .orElseThrow(
                () ->
                    new ScanException(
                        ProblemKind.MALFORMED,
                        "Layer " + (layer.index() + 1) + " is not in the manifest"));
    store.requireBlob(descriptor);
    return tar.find(LayoutContentStore.path(descriptor.digest()))
        .orElseThrow(IllegalStateException::new);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
