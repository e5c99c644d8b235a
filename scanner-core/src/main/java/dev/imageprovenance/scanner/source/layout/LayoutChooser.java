package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.LayoutParser;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageResolver.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Chooses one of the images that a layout's index.json lists; immutable. */
final class LayoutChooser {
  private final LayoutContentStore store;
  private final ScanContext context;
  private final ArtifactRule artifacts;

  LayoutChooser(LayoutContentStore store, ScanContext context) {
    this.store = store;
    this.context = context;
    this.artifacts = new ArtifactRule(store, context);
  }

  /** Where resolution starts. */
  sealed interface Choice {
    /** One entry of index.json, or a digest. */
    record Entry(Root root) implements Choice {}

    /**
     * Several entries that are the platforms of one image.
     *
     * @param index lists them
     * @param isFile true when it is index.json itself, false when it was put together here
     * @param how for the report: "ref name 1.0"
     */
    record Platforms(ImageIndex index, boolean isFile, String how) implements Choice {}
  }

  /**
   * Chooses by ref name, {@code @INDEX} or {@code @DIGEST}, or the only image.
   *
   * @throws ScanException USAGE when several could be meant, NOT_FOUND when there is none
   */
  Choice choose(Optional<String> name) {
    if (name.isEmpty()) {
      return onlyImage();
    }
    String wanted = name.get();
    if (!wanted.startsWith("@")) {
      return byName(wanted);
    }
    return wanted.indexOf(':') < 0
        ? byIndex(wanted.substring(1))
        : new Choice.Entry(new Root.ByDigest(Digest.parseRequested(wanted.substring(1))));
  }

  private Choice onlyImage() {
    List<Descriptor> entries = store.entries();
    List<Descriptor> images =
        entries.size() == 1
            ? entries
            : entries.stream().filter(entry -> !artifacts.isArtifact(entry)).toList();
    if (images.isEmpty()) {
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          "The layout "
              + Text.escape(store.name())
              + " holds no image"
              + (entries.isEmpty()
                  ? ": its index.json is empty"
                  : ", only signatures, attestations or other artifacts"),
          "Name a layout with an image, or one entry by its digest with @sha256:DIGEST.",
          null);
    }
    return one(images, "the only image", "none was chosen");
  }

  private Choice byName(String wanted) {
    List<Descriptor> named = RefName.entriesNamed(store.entries(), wanted);
    if (named.isEmpty()) {
      throw notFound("no image named \"" + Text.excerpt(wanted) + "\"");
    }
    return one(
        named,
        "ref name " + Text.excerpt(wanted),
        "the name \"" + Text.excerpt(wanted) + "\" does not tell them apart");
  }

  private Choice byIndex(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"@" + Text.excerpt(text) + "\" is neither a position nor a digest",
          "Count the entries of index.json from @0, or write @sha256:DIGEST.",
          null);
    }
    int index = Integer.parseInt(text);
    if (index >= store.entries().size()) {
      throw notFound("no entry @" + index);
    }
    return new Choice.Entry(
        new Root.ByDescriptor(store.entries().get(index), "entry @" + index + " of index.json"));
  }

  private Choice one(List<Descriptor> candidates, String how, String why) {
    List<Descriptor> images = distinct(candidates);
    if (images.size() == 1) {
      return new Choice.Entry(new Root.ByDescriptor(images.get(0), how));
    }
    if (!arePlatformsOfOneImage(images)) {
      throw new ScanException(
          ProblemKind.USAGE,
          "The layout "
              + Text.escape(store.name())
              + " holds "
              + images.size()
              + " images and "
              + why
              + ": "
              + LayoutListing.of(images),
          "Append a name behind a colon, for example oci:DIR:1.0, or a digest: oci:DIR@sha256:….",
          null);
    }
    return platforms(images, how);
  }

  /** The same manifest under several names is one image. */
  private static List<Descriptor> distinct(List<Descriptor> entries) {
    Map<Digest, Descriptor> byDigest = new TreeMap<>();
    List<Descriptor> distinct = new ArrayList<>();
    for (Descriptor entry : entries) {
      if (byDigest.putIfAbsent(entry.digest(), entry) == null) {
        distinct.add(entry);
      }
    }
    return distinct;
  }

  /** Without names or all of one name, and each for another platform. */
  private static boolean arePlatformsOfOneImage(List<Descriptor> images) {
    List<String> names = RefName.of(images.get(0));
    List<Platform> seen = new ArrayList<>();
    for (Descriptor image : images) {
      Optional<Platform> platform = image.platform().map(Platform::normalized);
      if (!image.mediaType().isManifest()
          || platform.isEmpty()
          || platform.get().isUnknown()
          || seen.contains(platform.get())
          || !RefName.of(image).equals(names)) {
        return false;
      }
      seen.add(platform.get());
    }
    return true;
  }

  /**
   * index.json serves as the index when it lists nothing else; else the platforms and what refers
   * to them are listed anew.
   */
  private Choice platforms(List<Descriptor> images, String how) {
    List<Descriptor> listed =
        store.entries().stream()
            .filter(entry -> images.contains(entry) || refersToOneOf(entry, images))
            .toList();
    boolean isFile = listed.size() == store.entries().size();
    ImageIndex index =
        (isFile ? store.index() : LayoutParser.index(IndexWriter.write(listed), context.limits()))
            .orElseThrow(IllegalStateException::new);
    return new Choice.Platforms(index, isFile, how.equals("the only image") ? "index.json" : how);
  }

  private static boolean refersToOneOf(Descriptor entry, List<Descriptor> images) {
    String digest = entry.annotations().getOrDefault("vnd.docker.reference.digest", "");
    return images.stream().anyMatch(image -> image.digest().toString().equals(digest));
  }

  private ScanException notFound(String what) {
    return new ScanException(
        ProblemKind.NOT_FOUND,
        "The layout "
            + Text.escape(store.name())
            + " has "
            + what
            + "; it has: "
            + (store.entries().isEmpty() ? "no entry at all" : LayoutListing.of(store.entries())),
        "Choose one of these.",
        null);
  }
}
