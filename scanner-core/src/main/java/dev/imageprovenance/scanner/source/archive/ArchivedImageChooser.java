package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.oci.ArchivedImage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Chooses one of the images that a manifest.json lists; immutable. */
final class ArchivedImageChooser {
  private static final int MOST_LISTED = 20;

  private final String archiveName;
  private final List<ArchivedImage> images;
  private final Function<ArchivedImage, Digest> configDigest;

  /**
   * @param configDigest computes the digest of an image's config
   */
  ArchivedImageChooser(
      String archiveName,
      List<ArchivedImage> images,
      Function<ArchivedImage, Digest> configDigest) {
    this.archiveName = archiveName;
    this.images = images;
    this.configDigest = configDigest;
  }

  /**
   * A chosen image.
   *
   * @param how for the report: "tag app:1", "the only image"
   */
  record Choice(ArchivedImage image, String how) {}

  /**
   * Chooses by tag, {@code @INDEX} or {@code @DIGEST} of the config, or the only image.
   *
   * @throws ScanException USAGE when several could be meant, NOT_FOUND when none is there,
   *     MALFORMED when two images claim the tag
   */
  Choice choose(Optional<String> name) {
    if (images.isEmpty()) {
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          "The archive "
              + Text.escape(archiveName)
              + " holds no image: its manifest.json is empty");
    }
    if (name.isEmpty()) {
      return onlyImage();
    }
    String wanted = name.get();
    if (!wanted.startsWith("@")) {
      return byTag(wanted);
    }
    return wanted.indexOf(':') < 0
        ? byIndex(wanted.substring(1))
        : byDigest(Digest.parseRequested(wanted.substring(1)));
  }

  private Choice onlyImage() {
    if (distinct(images).size() > 1) {
      throw new ScanException(
          ProblemKind.USAGE,
          "The archive "
              + Text.escape(archiveName)
              + " holds "
              + images.size()
              + " images and none was chosen: "
              + listing(),
          "Append one of them behind a colon, for example docker-archive:FILE:app:1 or"
              + " docker-archive:FILE:@0.",
          null);
    }
    return new Choice(images.get(0), "the only image");
  }

  private Choice byTag(String wanted) {
    List<ArchivedImage> tagged =
        images.stream()
            .filter(
                image -> image.repoTags().stream().anyMatch(tag -> ImageNames.same(tag, wanted)))
            .toList();
    if (tagged.isEmpty()) {
      throw notFound("no image named \"" + Text.excerpt(wanted) + "\"");
    }
    if (distinct(tagged).size() > 1) {
      throw new ScanException(
          ProblemKind.MALFORMED,
          "The archive "
              + Text.escape(archiveName)
              + " gives the name \""
              + Text.excerpt(wanted)
              + "\" to "
              + tagged.size()
              + " different images, and engines would choose differently",
          "Save the image again, or choose by position, for example docker-archive:FILE:@0.",
          null);
    }
    return new Choice(tagged.get(0), "tag " + Text.excerpt(wanted));
  }

  private Choice byIndex(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"@" + Text.excerpt(text) + "\" is neither a position nor a digest",
          "Count the archive's images from @0, or write @sha256:DIGEST of the config.",
          null);
    }
    int index = Integer.parseInt(text);
    if (index >= images.size()) {
      throw notFound("no image @" + index);
    }
    return new Choice(images.get(index), "image @" + index);
  }

  private Choice byDigest(Digest wanted) {
    for (ArchivedImage image : images) {
      if (configDigest.apply(image).equals(wanted)) {
        return new Choice(image, "config digest");
      }
    }
    throw notFound("no image whose config has the digest " + wanted);
  }

  private ScanException notFound(String what) {
    return new ScanException(
        ProblemKind.NOT_FOUND,
        "The archive " + Text.escape(archiveName) + " has " + what + "; it has: " + listing(),
        "Choose one of these.",
        null);
  }

  /** The same config and layers under several names are one image. */
  private static List<ArchivedImage> distinct(List<ArchivedImage> images) {
    List<ArchivedImage> distinct = new ArrayList<>();
    for (ArchivedImage image : images) {
      boolean known =
          distinct.stream()
              .anyMatch(
                  other ->
                      other.config().equals(image.config())
                          && other.layers().equals(image.layers()));
      if (!known) {
        distinct.add(image);
      }
    }
    return distinct;
  }

  private String listing() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < images.size() && names.size() < MOST_LISTED; i++) {
      List<String> tags = images.get(i).repoTags();
      if (tags.isEmpty()) {
        names.add("@" + i + " (without a tag)");
      } else {
        tags.stream().limit(MOST_LISTED).map(Text::excerpt).forEach(names::add);
      }
    }
    return String.join(", ", names) + (names.size() < MOST_LISTED ? "" : ", …");
  }
}
