package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.SignatureInspector;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.SignedImage;
import dev.imageprovenance.scanner.signature.keyless.KeylessProofs;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageResolver;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the signatures of the images that an address leads to; thread-safe. */
final class SignatureReader {
  private final ScanContext context;
  private final RegistryOptions registry;

  SignatureReader(ScanContext context, RegistryOptions registry) {
    this.context = context;
    this.registry = registry;
  }

  List<Signatures> read(SignatureRequest request) {
    ImageAddress address = ImageAddressParser.parse(request.address());
    try (ImageSource source = ImageSources.open(address, registry, context)) {
      ContentStore store = source.store().orElseThrow(() -> noPlace(request));
      SignatureInspector inspector =
          new SignatureInspector(
              store, request.trust(), KeylessProofs.by(request.trust()), context, request.limits());
      List<Signatures> all = new ArrayList<>();
      for (Image image : source.resolve(request.platforms()).images()) {
        all.add(inspector.inspect(signedImage(image, store, name(request, address))));
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

  private static Optional<Reference> name(SignatureRequest request, ImageAddress address) {
    return request
        .name()
        .or(
            () ->
                address instanceof ImageAddress.InRegistry registry
                    ? Optional.of(registry.reference())
                    : Optional.empty());
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
    return new SignedImage(name, image.manifest().orElseThrow(IllegalStateException::new), indexes);
  }

  private static ScanException noPlace(SignatureRequest request) {
    return new ScanException(
        ProblemKind.UNSUPPORTED,
        "There is no place for signatures beside " + Text.escape(request.address()),
        "Name the image in its registry, or in an OCI layout that was copied with its signatures.",
        null);
  }
}
