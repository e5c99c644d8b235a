package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.SignaturePolicy;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.SignatureInspector;
import dev.imageprovenance.scanner.signature.SignatureLimits;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.SignedImage;
import dev.imageprovenance.scanner.signature.keyless.KeylessProofs;
import dev.imageprovenance.scanner.signature.trust.Trust;
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
  private static final String NO_PLACE = "There is no place for signatures beside ";

  private final ScanContext context;
  private final RegistryOptions registry;

  SignatureReader(ScanContext context, RegistryOptions registry) {
    this.context = context;
    this.registry = registry;
  }

  List<Signatures> read(SignatureRequest request) {
    ImageAddress address = ImageAddressParser.parse(request.address(), context.directory());
    try (ImageSource source = ImageSources.open(address, registry, context)) {
      ContentStore store = source.store().orElseThrow(() -> noPlace(request));
      SignatureInspector inspector = inspector(store, request.trust(), request.limits());
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
        NO_PLACE + Text.escape(request.address()),
        "Name the image in its registry, or in an OCI layout that was copied with its signatures.",
        null);
  }
}
