package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.BaseClaim;
import dev.imageprovenance.scanner.lineage.BaseIndex;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageAssembly;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.lineage.ProvenanceMaterials;
import dev.imageprovenance.scanner.oci.Text;
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
    ImageAddress address = ImageAddressParser.parse(request.address());
    List<ImageAddress> bases = request.bases().stream().map(ImageAddressParser::parse).toList();
    Optional<ApprovedBases> approved = request.approved().map(ApprovedBases::of);
    List<Lineage> lineages = new ArrayList<>();
    try (ImageSource source = ImageSources.open(address, options, context);
        AskedBases asked =
            new AskedBases(request, address, bases, approved, options, index, context)) {
      for (Image image : source.resolve(request.platforms()).images()) {
        context.cancellation().throwIfCancelled();
        lineages.add(trace(image, source.store(), request, asked));
      }
      return lineages;
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Closing the source of " + Text.escape(request.address()) + " failed",
          null,
          e);
    }
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
    LineageAssembly assembly = new LineageAssembly(image, contents, verifications);
    List<BaseClaim> provenance =
        store.isPresent() ? new ProvenanceMaterials(store.get(), context).of(image) : List.of();
    return new BaseSearch(image, provenance, assembly, asked, context).search();
  }
}
