package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerFacts;
import java.util.List;
import java.util.Set;

/**
 * The port through which a comparison has layers read, each stored blob at most once however often
 * and for whichever side it is asked for; not thread-safe.
 */
public interface ImageReading {
  /**
   * Streams some layers to their last byte.
   *
   * @param positions which, 0 is the lowest
   * @return what became of the stored digest and of the diffID of each
   */
  List<DigestVerification> verifyLayers(Image image, Set<Integer> positions);

  /**
   * Streams some layers to their last byte.
   *
   * @param positions which, 0 is the lowest
   * @return one reading for each position, the lowest first
   */
  List<ReadLayer> readLayers(Image image, Set<Integer> positions);

  /**
   * One layer.
   *
   * @param position 0 is the lowest
   * @param facts unknown when it could not be read
   * @param verifications what became of its digests
   */
  record ReadLayer(int position, Fact<LayerFacts> facts, List<DigestVerification> verifications) {
    /** Copies the list. */
    public ReadLayer {
      verifications = List.copyOf(verifications);
    }
  }

  /** Streams all layers and puts them on one another. */
  TreeReading readTrees(Image image);

  /**
   * The file trees of an image.
   *
   * @param trees unknown when a layer could not be read
   * @param verifications what became of each layer's digests
   */
  record TreeReading(Fact<FileTrees> trees, List<DigestVerification> verifications) {
    /** Copies the list. */
    public TreeReading {
      verifications = List.copyOf(verifications);
    }
  }
}
