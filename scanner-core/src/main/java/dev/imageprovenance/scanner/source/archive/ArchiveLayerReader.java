package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads layers that are files of an image archive; thread-safe. */
public final class ArchiveLayerReader implements LayerReader {
  private final ImageArchive archive;
  private final Locator locator;

  /** Reads from {@code archive} what {@code locator} finds. */
  public ArchiveLayerReader(ImageArchive archive, Locator locator) {
    this.archive = archive;
    this.locator = locator;
  }

  /** Finds the file of a layer. */
  @FunctionalInterface
  public interface Locator {
    /**
     * The file.
     *
     * @throws ScanException if there is none
     */
    ArchiveEntry locate(ImageLayer layer);
  }

  @Override
  public boolean isRandomAccess() {
    return archive.isRandomAccess();
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public InputStream open(ImageLayer layer) throws IOException {
    return archive.open(locator.locate(layer));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A compressed archive is read once more, or as often as the same file is wanted for different
   * layers. A layer that has no file is reported when all others were shown.
   */
  @Override
  public void readEach(Collection<ImageLayer> wanted, Visitor visitor) throws IOException {
    List<Map<ArchiveEntry, ImageLayer>> passes = new ArrayList<>();
    Optional<ScanException> missing = Optional.empty();
    for (ImageLayer layer : wanted) {
      try {
        add(passes, locator.locate(layer), layer);
      } catch (ScanException e) {
        missing = missing.or(() -> Optional.of(e));
      }
    }
    for (Map<ArchiveEntry, ImageLayer> pass : passes) {
      archive.readEach(
          pass.keySet(),
          (entry, content) -> {
            ImageLayer layer = pass.get(entry);
            if (layer != null) {
              visitor.visit(layer, content);
            }
          });
    }
    if (missing.isPresent()) {
      throw missing.get();
    }
  }

  private static void add(
      List<Map<ArchiveEntry, ImageLayer>> passes, ArchiveEntry entry, ImageLayer layer) {
    for (Map<ArchiveEntry, ImageLayer> pass : passes) {
      if (pass.putIfAbsent(entry, layer) == null) {
        return;
      }
    }
    Map<ArchiveEntry, ImageLayer> pass = new LinkedHashMap<>();
    pass.put(entry, layer);
    passes.add(pass);
  }
}
