package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.BaseClaim;
import dev.imageprovenance.scanner.lineage.BaseClaims;
import dev.imageprovenance.scanner.lineage.BaseIndex;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageAssembly;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.lineage.ProvenanceMaterials;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.WantedBases;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells where images come from, wherever they and their bases are; thread-safe. */
final class LineageTracer {
  private final ScanContext context;
  private final RegistryOptions options;
  private final LayerCollector collector;
  private final BaseIndex index;

  LineageTracer(
      ScanContext context, RegistryOptions options, LayerCollector collector, BaseIndex index) {
    this.context = context;
    this.options = options;
    this.collector = collector;
    this.index = index;
  }

  List<Lineage> trace(LineageRequest request) {
    ImageAddress address = address(request.address());
    BaseAddresses bases = BaseAddresses.of(request.question(), context.directory());
    List<Lineage> lineages = new ArrayList<>();
    try (ImageSource source = ImageSources.open(address, options, context);
        AskedBases asked =
            new AskedBases(bases, WantedBases.NONE, true, address, options, index, context)) {
      for (Image image : source.resolve(request.platforms()).images()) {
        context.cancellation().throwIfCancelled();
        lineages.add(trace(image, source.store(), request, asked));
      }
      return lineages;
    } catch (IOException e) {
      throw notClosed(request.address(), e);
    }
  }

  private static ScanException notClosed(String address, IOException cause) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "Closing the source of " + Text.escape(address) + " failed",
        null,
        cause);
  }

  private ImageAddress address(String text) {
    return ImageAddressParser.parse(text, context.directory());
  }

  private Lineage trace(
      Image image, Optional<ContentStore> store, LineageRequest request, AskedBases asked) {
    List<DigestVerification> verifications = new ArrayList<>(image.verifications());
    List<Content> contents = new ArrayList<>();
    if (request.readLayers()) {
      for (LayerReading reading : collector.collect(image).layers()) {
        verifications.addAll(reading.verifications());
        contents.add(LayerContents.of(reading));
      }
    } else {
      image.layers().forEach(layer -> contents.add(new Content.Declared()));
    }
    return search(image, store, new LineageAssembly(image, contents, verifications), asked);
  }

  private Lineage search(
      Image image, Optional<ContentStore> store, LineageAssembly assembly, AskedBases asked) {
    List<BaseClaim> told = new ArrayList<>();
    asked.jibBase().map(BaseClaims::ofJib).ifPresent(told::add);
    if (asked.isThorough() && store.isPresent()) {
      told.addAll(new ProvenanceMaterials(store.get(), context).of(image));
    }
    return new BaseSearch(image, store, told, assembly, asked, context).search();
  }

  /**
   * The lineage of an image that was scanned, by the layers that were read for it; empty when
   * nobody says or asks anything about its base.
   *
   * @param address where the image was found
   * @param store what it was read from
   * @param wanted what the policy says of bases
   */
  Optional<Lineage> traceScanned(
      ImageFacts facts,
      String address,
      Optional<ContentStore> store,
      BaseAddresses bases,
      WantedBases wanted) {
    Image image = facts.image();
    boolean isAsked = bases.question().asks() || wanted.isAsked();
    boolean isClaimed =
        bases.question().jibBase().isPresent()
            || bases.question().followClaims()
            || BaseClaims.mayName(image);
    if (!isAsked && !isClaimed) {
      return Optional.empty();
    }
    try (AskedBases asked =
        new AskedBases(bases, wanted, false, address(address), options, index, context)) {
      LineageAssembly assembly =
          new LineageAssembly(image, LayerContents.of(facts), facts.verifications());
      return Optional.of(search(image, store, assembly, asked));
    } catch (IOException e) {
      throw notClosed(address, e);
    }
  }
}
