package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.LayoutParser;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.layout.LayoutFiles.LayoutFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The content of an OCI layout (image-spec image-layout.md), a directory or a tar of one;
 * thread-safe. A blob's size on disk is compared with its descriptor before a byte is read; digests
 * are compared by whoever asks.
 */
public final class LayoutContentStore implements ContentStore {
  private final LayoutFiles files;
  private final ScanContext context;
  private final Optional<ImageIndex> index;
  private final Optional<ImageIndex> assembled;

  private LayoutContentStore(
      LayoutFiles files,
      ScanContext context,
      Optional<ImageIndex> index,
      Optional<ImageIndex> assembled) {
    this.files = files;
    this.context = context;
    this.index = index;
    this.assembled = assembled;
  }

  /**
   * Reads the layout's version and its index.json.
   *
   * @throws ScanException MALFORMED, LIMIT, UNSUPPORTED (another version) or UNREACHABLE
   */
  static LayoutContentStore open(LayoutFiles files, ScanContext context) {
    requireVersion(files, context);
    RawDocument raw = document(files, LayoutSource.INDEX, context);
    return new LayoutContentStore(
        files, context, LayoutParser.index(raw, context.limits()), Optional.empty());
  }

  /** The same content and one more index, which stands in no file. */
  LayoutContentStore with(ImageIndex another) {
    return new LayoutContentStore(files, context, index, Optional.of(another));
  }

  /** The index in index.json; empty when it lists nothing. */
  Optional<ImageIndex> index() {
    return index;
  }

  /** What index.json lists, in its order. */
  List<Descriptor> entries() {
    return index.map(ImageIndex::manifests).orElse(List.of());
  }

  @Override
  public SourceKind kind() {
    return files.kind();
  }

  @Override
  public String name() {
    return files.name();
  }

  @Override
  public StoredManifest manifestByTag(String tag) {
    List<Descriptor> tagged = RefName.entriesNamed(entries(), tag);
    Set<Digest> digests = new LinkedHashSet<>();
    tagged.forEach(entry -> digests.add(entry.digest()));
    if (digests.size() == 1) {
      requireBlob(tagged.get(0));
      return manifestByDigest(tagged.get(0).digest());
    }
    throw new ScanException(
        digests.isEmpty() ? ProblemKind.NOT_FOUND : ProblemKind.USAGE,
        "The layout "
            + Text.escape(name())
            + " has "
            + (digests.isEmpty() ? "no image" : digests.size() + " images")
            + " named \""
            + Text.excerpt(tag)
            + "\"",
        "Name one of these, or a digest: " + LayoutListing.of(entries()),
        null);
  }

  @Override
  public StoredManifest manifestByDigest(Digest digest) {
    RawDocument raw =
        Stream.of(assembled, index)
            .flatMap(Optional::stream)
            .filter(each -> each.digest().equals(digest))
            .map(ImageIndex::raw)
            .findFirst()
            .orElseGet(() -> document(files, path(digest), context));
    return new StoredManifest(raw, Optional.empty(), Optional.empty());
  }

  @Override
  public InputStream blob(Descriptor descriptor) throws IOException {
    return requireBlob(descriptor).open();
  }

  @Override
  public List<String> tags() {
    return entries().stream().flatMap(entry -> RefName.of(entry).stream()).distinct().toList();
  }

  /** Found by reading every manifest that index.json lists. */
  @Override
  public Referrers referrers(Digest subject, Optional<String> artifactType) {
    return Referrers.of(LayoutReferrers.of(this, subject, artifactType, context));
  }

  /** Where the layout keeps the blob of that digest. */
  static String path(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.encoded();
  }

  /** The file of a blob, which has the promised size. */
  LayoutFile requireBlob(Descriptor descriptor) {
    LayoutFile file =
        files
            .find(path(descriptor.digest()))
            .orElseThrow(() -> missing(files, path(descriptor.digest())));
    if (file.size() != descriptor.size()) {
      throw new ScanException(
          ProblemKind.INTEGRITY,
          "The blob "
              + descriptor.digest()
              + " in "
              + Text.escape(name())
              + " has a wrong size; promised by its descriptor: "
              + descriptor.size()
              + " bytes, on disk: "
              + file.size()
              + " bytes",
          "Do not run this image: what is stored is not what was described.",
          null);
    }
    return file;
  }

  private static void requireVersion(LayoutFiles files, ScanContext context) {
    String version =
        LayoutParser.version(document(files, LayoutSource.MARKER, context), context.limits());
    if (!version.matches("1\\.[0-9]+\\.[0-9]+")) {
      throw new ScanException(
          ProblemKind.UNSUPPORTED,
          "The layout "
              + Text.escape(files.name())
              + " has the version \""
              + Text.excerpt(version)
              + "\", not 1.0.0",
          "Copy the image with a current tool, for example skopeo copy.",
          null);
    }
  }

  private static RawDocument document(LayoutFiles files, String path, ScanContext context) {
    LayoutFile file = files.find(path).orElseThrow(() -> missing(files, path));
    long limit = context.limits().manifestBytes();
    if (file.size() > limit) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "\""
              + Text.excerpt(path)
              + "\" in "
              + Text.escape(files.name())
              + " has "
              + file.size()
              + " bytes, more than the limit manifestBytes of "
              + limit);
    }
    try {
      return file.read(limit, "manifestBytes");
    } catch (IOException e) {
      context.cancellation().throwIfCancelled();
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Reading \"" + Text.excerpt(path) + "\" in " + Text.escape(files.name()) + " broke off",
          "Try again; if it happens again, look at the disk.",
          e);
    }
  }

  private static ScanException missing(LayoutFiles files, String path) {
    return new ScanException(
        ProblemKind.NOT_FOUND,
        "The layout " + Text.escape(files.name()) + " lacks \"" + Text.excerpt(path) + "\"",
        "Copy the image again with all its blobs; a sparse layout cannot be scanned.",
        null);
  }
}
