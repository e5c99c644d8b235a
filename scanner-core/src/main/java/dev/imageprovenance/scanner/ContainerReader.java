package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.ContainerFiles;
import dev.imageprovenance.scanner.compare.DriftComparison;
import dev.imageprovenance.scanner.compare.EnginePaths;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageReading;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.FileTreeBuilder;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.LayerScanner;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.ContainerChange;
import dev.imageprovenance.scanner.source.daemon.EngineClient;
import dev.imageprovenance.scanner.source.daemon.EngineContainer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a container's file system through its engine and compares it with its image's; not
 * thread-safe, made for one comparison.
 */
final class ContainerReader implements DriftReading {
  /** Storage drivers that unpack layers over one another instead of overlaying them. */
  private static final Set<String> IN_PLACE_DRIVERS = Set.of("vfs");

  /** What a layer may not have and is left out of its entries; in a container it is just a file. */
  private static final Set<LayerAnomaly.Kind> NAMED_LIKE_WHITEOUTS =
      Set.of(LayerAnomaly.Kind.AUFS_METADATA, LayerAnomaly.Kind.MISPLACED_WHITEOUT);

  private final EngineClient engine;
  private final EngineContainer container;
  private final EngineHeldImage held;
  private final ImageReading layers;
  private final ScanContext context;
  private final Set<String> ignore;

  ContainerReader(
      EngineClient engine,
      EngineContainer container,
      EngineHeldImage held,
      ImageReading layers,
      ScanContext context,
      Set<String> ignore) {
    this.engine = engine;
    this.container = container;
    this.held = held;
    this.layers = layers;
    this.context = context;
    this.ignore = ignore;
  }

  @Override
  public boolean isNeeded() {
    return true;
  }

  @Override
  public Optional<Fact<ContainerDrift>> read(ImageComparison compared, Image copy) {
    if (compared.isIntegrityBroken()) {
      return Optional.of(Fact.unknown("the image that it should equal is broken"));
    }
    try {
      return Optional.of(drift(approved(compared) ? copy : held.image()));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED || e.kind() == ProblemKind.INTEGRITY) {
        throw e;
      }
      return Optional.of(Fact.unknown(String.valueOf(e.getMessage())));
    }
  }

  /** The registry's image tells what should be there, unless another one runs anyway. */
  private static boolean approved(ImageComparison compared) {
    return compared.rung().asKnown().filter(rung -> rung != Rung.DIFFERENT).isPresent();
  }

  private Fact<ContainerDrift> drift(Image image) {
    ImageReading.TreeReading read = layers.readTrees(image);
    read.verifications().stream()
        .filter(verification -> verification.status() != Status.VERIFIED)
        .findFirst()
        .ifPresent(ContainerReader::refuse);
    Fact<FileTrees> trees = read.trees();
    if (!(trees instanceof Fact.Known<FileTrees> known)) {
      return Fact.unknown(trees.whyUnknown().orElse("the image's files could not be read"));
    }
    return Fact.known(DriftComparison.compare(asUnpacked(known.value()), files(), ignore));
  }

  private static void refuse(DigestVerification failed) {
    boolean broken = failed.status() == Status.MISMATCH;
    throw new ScanException(
        broken ? ProblemKind.INTEGRITY : ProblemKind.UNSUPPORTED,
        "The image that the container should equal cannot be trusted: "
            + failed.layerIndex().map(index -> "layer " + (index + 1) + " ").orElse("")
            + "should have the "
            + failed.kind().label()
            + " digest "
            + failed.expected()
            + failed.actual().map(actual -> ", its bytes have " + actual).orElse("")
            + (failed.note().isEmpty() ? "" : ": " + failed.note()),
        "Scan the registry's image, and push it again if its layers are broken.",
        null);
  }

  private FileTree asUnpacked(FileTrees trees) {
    return IN_PLACE_DRIVERS.contains(engine.info().storageDriver())
        ? trees.inPlace()
        : trees.overlay();
  }

  private ContainerFiles files() {
    List<ContainerChange> before = engine.changes(container.id());
    LayerFacts facts = export();
    // Asked for last: what a busy container writes in between is on the list and in no export, and
    // nothing in the export is missing from the list but what the engine knows nothing of.
    List<ContainerChange> changes = engine.changes(container.id());
    Set<String> recorded = new HashSet<>();
    Set<String> trees = new HashSet<>();
    for (ContainerChange change : changes) {
      String path = EnginePaths.relative(change.path());
      recorded.add(path);
      if (change.kind() != ContainerChange.Kind.MODIFIED) {
        trees.add(path);
      }
    }
    FileTree tree = FileTreeBuilder.build(List.of(facts), context.limits()).overlay();
    List<String> whiteoutNames = whiteoutNames(facts);
    new ExportCheck(engine, container.id(), tree, whiteoutNames, mounts()).require(before, changes);
    return new ContainerFiles(tree, whiteoutNames, recorded, trees, mounts(), this::isExported);
  }

  /** Docker exports capabilities alone, podman some more. */
  private boolean isExported(String attribute) {
    return engine.info().isPodman()
        && (attribute.startsWith("user.") || attribute.equals("security.ima"));
  }

  private LayerFacts export() {
    try (InputStream tar = engine.export(container.id())) {
      return new LayerScanner(context)
          .scan(tar, DigestAlgorithm.SHA256, DigestAlgorithm.SHA256, Set.of());
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Reading the file system of container "
              + Text.escape(container.name())
              + " broke off: "
              + Text.excerpt(String.valueOf(e.getMessage())),
          "Try again; if it happens again, look whether the engine still runs.",
          e);
    } catch (ScanException e) {
      throw e.in("The file system of container " + Text.escape(container.name()));
    }
  }

  private static List<String> whiteoutNames(LayerFacts facts) {
    List<String> names = new ArrayList<>();
    for (LayerEntry entry : facts.entries()) {
      if (entry instanceof LayerEntry.Whiteout whiteout) {
        int slash = whiteout.path().lastIndexOf('/');
        names.add(
            whiteout.path().substring(0, slash + 1)
                + ".wh."
                + whiteout.path().substring(slash + 1));
      } else if (entry instanceof LayerEntry.OpaqueWhiteout opaque) {
        names.add(opaque.path().isEmpty() ? ".wh..wh..opq" : opaque.path() + "/.wh..wh..opq");
      }
    }
    for (LayerAnomaly anomaly : facts.anomalies()) {
      if (NAMED_LIKE_WHITEOUTS.contains(anomaly.kind())) {
        names.add(anomaly.path());
      }
    }
    return names;
  }

  private List<ContainerDrift.Mount> mounts() {
    List<ContainerDrift.Mount> mounts = new ArrayList<>();
    for (EngineContainer.Mount mount : container.mounts()) {
      mounts.add(
          new ContainerDrift.Mount(
              mount.destination(),
              mount.type(),
              mount.name().isEmpty() ? mount.source() : mount.name()));
    }
    container.tmpfs().forEach(path -> mounts.add(new ContainerDrift.Mount(path, "tmpfs", "")));
    if (container.state().running()) {
      // With /dev/shm in it, where everybody may write; no engine lists it.
      mounts.add(new ContainerDrift.Mount("/dev", "tmpfs", ""));
    }
    return mounts;
  }
}
