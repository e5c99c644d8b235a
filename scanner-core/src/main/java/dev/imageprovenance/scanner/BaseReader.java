package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseShelf;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageResolver;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the documents of images that may be the base of another, for its platform, and nothing that
 * is remembered; not thread-safe. What cannot be had is an unknown reading with its reason.
 */
final class BaseReader {
  private final BaseRepositories repositories;
  private final RegistryOptions options;
  private final ScanContext context;
  private final Platform platform;
  private final Instant notBefore;

  /**
   * @param platform of the image whose base is looked for
   * @param notBefore since when a tag must have been seen to be believed
   */
  BaseReader(
      BaseRepositories repositories,
      RegistryOptions options,
      ScanContext context,
      Platform platform,
      Instant notBefore) {
    this.repositories = repositories;
    this.options = options;
    this.context = context;
    this.platform = platform;
    this.notBefore = notBefore;
  }

  /** What is at an address: now, and, behind a tag that has moved, what is remembered of before. */
  List<CandidateReading> read(ImageAddress address) {
    return address instanceof ImageAddress.InRegistry registry
        ? read(registry.reference())
        : List.of(asked(() -> readElsewhere(address)));
  }

  /** The same in a registry. */
  List<CandidateReading> read(Reference reference) {
    List<CandidateReading> readings = new ArrayList<>();
    readings.add(asked(() -> readNow(reference)));
    if (reference.digest().isEmpty()) {
      readings.addAll(readBefore(reference));
    }
    return readings;
  }

  private List<CandidateReading> readBefore(Reference reference) {
    List<CandidateReading> readings = new ArrayList<>();
    for (BaseImage before : shelf(reference).before(tag(reference), platform)) {
      readings.add(new CandidateReading.Read(named(before, reference)));
    }
    return readings;
  }

  /** What is remembered of an image, however long ago its tag was seen; nothing is asked. */
  List<CandidateReading> remembered(Reference reference) {
    BaseShelf shelf = shelf(reference);
    List<CandidateReading> readings = new ArrayList<>();
    reference
        .digest()
        .or(() -> shelf.tag(tag(reference), Instant.MIN))
        .flatMap(root -> shelf.find(root, platform))
        .ifPresent(reading -> readings.add(named(reading, reference)));
    if (reference.digest().isEmpty()) {
      readings.addAll(readBefore(reference));
    }
    return readings;
  }

  /**
   * The image of a digest in a store that is no registry.
   *
   * @throws ScanException if it is not there, or not what it should be
   */
  CandidateReading read(ContentStore store, Digest digest) {
    String name = store.name() + "@" + digest;
    Image image =
        new ImageResolver(store, context)
            .resolve(
                name,
                new ImageResolver.Root.ByDigest(digest),
                new PlatformSelection.One(platform, false))
            .images()
            .get(0);
    return reading(name, Optional.empty(), image);
  }

  /** The tags of a repository. */
  List<String> tags(Reference repository) {
    BaseShelf shelf = shelf(repository);
    Optional<List<String>> known = shelf.tags(notBefore);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> tags = repositories.view(repository).tags();
    shelf.list(tags, context.clock().instant());
    return tags;
  }

  /** What a tag points at; empty when there is no such tag. */
  Optional<Digest> pointsAt(Reference reference) {
    BaseShelf shelf = shelf(reference);
    Optional<Digest> known = shelf.tag(tag(reference), notBefore);
    if (known.isPresent()) {
      return known;
    }
    Optional<Digest> now = repositories.view(reference).tag(tag(reference));
    now.ifPresent(root -> shelf.see(tag(reference), root, context.clock().instant()));
    return now;
  }

  /** How long ago it was seen what a tag points at; empty when the registry was asked now. */
  Optional<Duration> seenAgo(Reference reference) {
    return shelf(reference)
        .seenEarlier(tag(reference))
        .map(at -> Duration.between(at, context.clock().instant()));
  }

  /** The whole image of a digest, for the platform. */
  Image image(Reference repository, Digest root) {
    return repositories.view(repository).image(root, platform);
  }

  private CandidateReading readNow(Reference reference) {
    Optional<Digest> root = reference.digest().or(() -> pointsAt(reference));
    if (root.isEmpty()) {
      return new CandidateReading.Unknown(
          "the registry does not have the tag " + tag(reference),
          Optional.of("Check the base's name and its tag."));
    }
    BaseShelf shelf = shelf(reference);
    Optional<CandidateReading> known = shelf.find(root.get(), platform);
    CandidateReading reading = known.orElseGet(() -> readDocuments(reference, root.get()));
    if (known.isEmpty()) {
      shelf.put(root.get(), platform, reading);
    }
    return named(reading, reference);
  }

  private CandidateReading readDocuments(Reference reference, Digest root) {
    RepositoryView view = repositories.view(reference);
    Optional<Manifest> document = view.find(root);
    if (document.isEmpty()) {
      return new CandidateReading.Unknown(
          "the registry does not have " + root + " any more",
          Optional.of(
              "Name with --base where the base still lies, or build the image again on one that is"
                  + " there."));
    }
    if (document.get() instanceof ImageIndex index && lacksPlatform(index)) {
      return new CandidateReading.OtherPlatform("its index has nothing for " + shown(platform));
    }
    return reading(name(reference), Optional.of(reference), view.image(root, platform));
  }

  /** Only an index without nested ones says by itself what it has. */
  private boolean lacksPlatform(ImageIndex index) {
    boolean isFlat =
        index.manifests().stream().map(child -> child.mediaType()).noneMatch(MediaType::isIndex);
    return isFlat
        && index.manifests().stream()
            .allMatch(
                child ->
                    child.platform().isPresent() && !child.platform().get().satisfies(platform));
  }

  private CandidateReading readElsewhere(ImageAddress address) {
    try (ImageSource source = ImageSources.open(address, options, context)) {
      List<Image> images = source.resolve(new PlatformSelection.All()).images();
      for (Image image : images) {
        CandidateReading reading = reading(address.text(), Optional.empty(), image);
        if (reading instanceof CandidateReading.Read) {
          return reading;
        }
      }
      return reading(address.text(), Optional.empty(), images.get(0));
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE, "Closing " + Text.escape(address.text()) + " failed", null, e);
    }
  }

  private CandidateReading reading(String name, Optional<Reference> reference, Image image) {
    Platform found = image.config().platform();
    return found.satisfies(platform)
        ? new CandidateReading.Read(
            BaseImage.of(name, reference.map(BaseReader::tagged), image, context.limits()))
        : new CandidateReading.OtherPlatform(
            "it is for " + shown(found) + ", not for " + shown(platform));
  }

  private CandidateReading named(CandidateReading reading, Reference reference) {
    return reading instanceof CandidateReading.Read read
        ? new CandidateReading.Read(named(read.image(), reference))
        : reading;
  }

  /** With a digest beside it a tag is somebody's word until it was seen leading there. */
  private BaseImage named(BaseImage image, Reference reference) {
    boolean isTagSeen =
        reference.digest().isEmpty()
            || (reference.tag().isPresent()
                && shelf(reference).hasSeen(tag(reference), reference.digest().get()));
    return image.named(name(reference), Optional.of(tagged(reference)), isTagSeen);
  }

  /** With its tag where it has one: the digests are beside the name. */
  private static String name(Reference reference) {
    return reference.tag().isPresent() ? tagged(reference).toString() : reference.toString();
  }

  private static Reference tagged(Reference reference) {
    return new Reference(
        reference.registry(), reference.repository(), reference.tag(), Optional.empty());
  }

  private BaseShelf shelf(Reference reference) {
    return repositories.shelf(reference);
  }

  private static String tag(Reference reference) {
    return reference.tag().orElse("latest");
  }

  private static String shown(Platform platform) {
    return Text.excerpt(platform.toString());
  }

  private static CandidateReading asked(Supplier<CandidateReading> question) {
    try {
      return question.get();
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return CandidateReading.Unknown.of(e);
    }
  }
}
