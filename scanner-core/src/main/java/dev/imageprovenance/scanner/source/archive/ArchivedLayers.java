package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.oci.ArchivedImage;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.NamedDigest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers of one image in a docker-archive: where each is, and what is claimed of it; immutable.
 */
final class ArchivedLayers {
  private final List<ImageLayer> layers;
  private final List<ArchiveEntry> files;
  private final List<ImageAnomaly> anomalies;

  private ArchivedLayers(
      List<ImageLayer> layers, List<ArchiveEntry> files, List<ImageAnomaly> anomalies) {
    this.layers = List.copyOf(layers);
    this.files = List.copyOf(files);
    this.anomalies = List.copyOf(anomalies);
  }

  /**
   * Finds the layers' files.
   *
   * @throws ScanException NOT_FOUND for a file that is not there, MALFORMED for a path that leaves
   *     the archive or is no file
   */
  static ArchivedLayers of(ImageArchive archive, ArchivedImage image, ImageConfig config) {
    Builder builder = new Builder(archive, image, config);
    builder.build();
    return new ArchivedLayers(builder.layers, builder.files, builder.anomalies);
  }

  /** Lowest first; one for each path or diffID, whichever are more. */
  List<ImageLayer> layers() {
    return layers;
  }

  List<ImageAnomaly> anomalies() {
    return anomalies;
  }

  /**
   * The file of a layer.
   *
   * @throws ScanException MALFORMED for a diffID without a file
   */
  ArchiveEntry locate(ImageLayer layer) {
    if (layer.index() >= files.size()) {
      throw new ScanException(
          ProblemKind.MALFORMED,
          "Layer "
              + (layer.index() + 1)
              + " ("
              + layer.displayDigest()
              + ") has no file: manifest.json names only "
              + files.size()
              + " layers",
          "Save the image again; the archive is incomplete.",
          null);
    }
    return files.get(layer.index());
  }

  /** Puts the layers together; not thread-safe. */
  private static final class Builder {
    private final ImageArchive archive;
    private final ArchivedImage image;
    private final ImageConfig config;
    private final List<ImageLayer> layers = new ArrayList<>();
    private final List<ArchiveEntry> files = new ArrayList<>();
    private final List<ImageAnomaly> anomalies = new ArrayList<>();

    Builder(ImageArchive archive, ArchivedImage image, ImageConfig config) {
      this.archive = archive;
      this.image = image;
      this.config = config;
    }

    void build() {
      List<String> paths = image.layers();
      List<Digest> diffIds = config.diffIds();
      boolean countsAgree = paths.size() == diffIds.size();
      List<ImageConfig.History> history = countsAgree ? config.layerHistory() : List.of();
      int count = Math.max(paths.size(), diffIds.size());
      for (int i = 0; i < count; i++) {
        Optional<ArchiveEntry> file = i < paths.size() ? Optional.of(file(i)) : Optional.empty();
        Optional<Digest> diffId = at(diffIds, i);
        file.ifPresent(files::add);
        layers.add(
            new ImageLayer(
                i,
                Optional.empty(),
                file.map(ArchiveEntry::path).orElse("no file for layer " + (i + 1)),
                file.map(ArchiveEntry::size).orElse(-1L),
                diffId,
                at(history, i)));
        if (file.isPresent()) {
          compareNames(i, file.get());
          compareSource(i, file.get(), diffId);
        }
      }
      compareCounts(paths.size(), diffIds.size());
    }

    private ArchiveEntry file(int index) {
      String path = image.layers().get(index);
      return archive
          .find(path)
          .orElseThrow(
              () ->
                  new ScanException(
                      ProblemKind.NOT_FOUND,
                      "The archive "
                          + Text.escape(archive.name())
                          + " lacks layer "
                          + (index + 1)
                          + ", \""
                          + Text.excerpt(path)
                          + "\"",
                      "Save the image again; the archive is incomplete.",
                      null));
    }

    /** A digest in the path must survive the way through links. */
    private void compareNames(int index, ArchiveEntry file) {
      String path = image.layers().get(index);
      Optional<Digest> written = NamedDigest.of(path);
      if (written.isPresent() && !written.equals(NamedDigest.of(file.path()))) {
        report(
            ImageAnomaly.Kind.OTHER,
            index,
            "manifest.json names \""
                + Text.excerpt(path)
                + "\", which is a link to \""
                + Text.excerpt(file.path())
                + "\"");
      }
    }

    /** What Docker 25 and later claim of a layer beside its path. */
    private void compareSource(int index, ArchiveEntry file, Optional<Digest> diffId) {
      Descriptor claimed = diffId.map(image.layerSources()::get).orElse(null);
      if (claimed == null) {
        return;
      }
      if (claimed.size() != file.size()) {
        report(
            ImageAnomaly.Kind.OTHER,
            index,
            "LayerSources says " + claimed.size() + " bytes, the archive holds " + file.size());
      }
      Optional<Digest> named = NamedDigest.of(file.path());
      if (named.isPresent() && !named.get().equals(claimed.digest())) {
        report(
            ImageAnomaly.Kind.OTHER,
            index,
            "LayerSources says " + claimed.digest() + ", the layer's path says " + named.get());
      }
      Optional<Compression> type = compression(claimed.mediaType().value());
      if (!claimed.mediaType().isLayer()
          || (type.isPresent() && type.get() != file.compression())) {
        report(
            ImageAnomaly.Kind.MEDIA_TYPE_MISMATCH,
            index,
            "LayerSources says "
                + Text.excerpt(claimed.mediaType().value())
                + ", the content is "
                + file.compression().label());
      }
    }

    private static Optional<Compression> compression(String mediaType) {
      if (mediaType.endsWith("gzip")) {
        return Optional.of(Compression.GZIP);
      }
      if (mediaType.endsWith("zstd")) {
        return Optional.of(Compression.ZSTD);
      }
      return mediaType.endsWith("tar") ? Optional.of(Compression.NONE) : Optional.empty();
    }

    private void compareCounts(int paths, int diffIds) {
      if (paths == 0 && diffIds == 0) {
        anomalies.add(
            new ImageAnomaly(
                ImageAnomaly.Kind.NO_LAYERS,
                "config " + config.digest(),
                "The image has no layers"));
      }
      if (paths != diffIds) {
        anomalies.add(
            new ImageAnomaly(
                ImageAnomaly.Kind.LAYER_COUNT_MISMATCH,
                "config " + config.digest(),
                "manifest.json names " + paths + " layers, the config " + diffIds + " diffIDs"));
      }
    }

    private void report(ImageAnomaly.Kind kind, int index, String detail) {
      anomalies.add(
          new ImageAnomaly(
              kind,
              "layer " + (index + 1) + " (" + Text.excerpt(image.layers().get(index)) + ")",
              detail));
    }

    private static <T> Optional<T> at(List<T> list, int index) {
      return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
    }
  }
}
