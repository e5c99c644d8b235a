package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.util.List;

/**
 * Sums over an image's layers; immutable.
 *
 * @param layers how many there are
 * @param readNow whose bytes this scan read
 * @param readEarlier whose bytes an earlier scan read
 * @param storedBytes -1 when one of them is not known
 * @param uncompressedBytes of the layers that were read; -1 when none was
 */
record LayerTotals(
    int layers, int readNow, int readEarlier, long storedBytes, long uncompressedBytes) {

  static LayerTotals of(List<LayerSummary> layers) {
    int now = 0;
    int earlier = 0;
    long stored = 0;
    long uncompressed = -1;
    for (LayerSummary layer : layers) {
      now += layer.read().equals("now") ? 1 : 0;
      earlier += layer.read().equals("earlier") ? 1 : 0;
      stored = stored < 0 || layer.storedSize() < 0 ? -1 : saturated(stored, layer.storedSize());
      if (layer.uncompressedSize() >= 0) {
        uncompressed = saturated(Math.max(uncompressed, 0), layer.uncompressedSize());
      }
    }
    return new LayerTotals(layers.size(), now, earlier, stored, uncompressed);
  }

  /** "5 read", "3 of 5 read (1 by an earlier scan)". */
  String readInWords() {
    int read = readNow + readEarlier;
    StringBuilder words = new StringBuilder();
    words.append(read == layers ? "" : read + " of ").append(layers).append(" read");
    if (readEarlier > 0) {
      words.append(readNow == 0 ? "" : " (" + readEarlier);
      words.append(" by an earlier scan").append(readNow == 0 ? "" : ")");
    }
    return words.toString();
  }

  private static long saturated(long sum, long more) {
    long result = sum + more;
    return result < 0 ? Long.MAX_VALUE : result;
  }
}
