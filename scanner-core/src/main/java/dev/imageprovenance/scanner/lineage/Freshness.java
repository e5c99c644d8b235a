package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.oci.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of the tag that a base was taken by; immutable.
 *
 * @param tag the name with its tag
 * @param movement whether it still leads to the base
 * @param pointsAt the digest that it leads to now
 * @param behind by how much the image that it leads to is the younger one; both times are claims of
 *     the images. Negative when it is the older one, empty when that cannot be told
 * @param rebuild what building anew on it would change; empty when it has not moved or is gone
 * @param seenAgo how long ago it was looked at where the tag leads; empty when it was asked now
 */
public record Freshness(
    String tag,
    Movement movement,
    Optional<Digest> pointsAt,
    Optional<Duration> behind,
    Optional<Rebuild> rebuild,
    Optional<Duration> seenAgo) {

  /** Of a tag that was asked for now. */
  public Freshness(
      String tag,
      Movement movement,
      Optional<Digest> pointsAt,
      Optional<Duration> behind,
      Optional<Rebuild> rebuild) {
    this(tag, movement, pointsAt, behind, rebuild, Optional.empty());
  }

  /** The same of a tag that was looked at so long ago. */
  public Freshness seen(Optional<Duration> ago) {
    return new Freshness(tag, movement, pointsAt, behind, rebuild, ago);
  }

  /** Whether a tag still leads to what it led to. */
  public enum Movement {
    CURRENT("current"),
    MOVED("moved"),
    GONE("gone");

    private final String label;

    Movement(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * What building anew on the newer base changes.
   *
   * @param kind in one word
   * @param settings the fields of the config that a runtime uses and that differ between the two
   *     bases, in the specification's spelling
   */
  public record Rebuild(Kind kind, List<String> settings) {
    /** Copies the list. */
    public Rebuild {
      settings = List.copyOf(settings);
    }

    /** What is needed. */
    public enum Kind {
      /** Both bases have the same layers and run alike: there is nothing to gain. */
      NOTHING("nothing"),
      /** Only the base's layers differ: building again is all that is needed. */
      LAYERS("layers"),
      /** The bases run differently too: look at the settings before building again. */
      SETTINGS("settings");

      private final String label;

      Kind(String label) {
        this.label = label;
      }

      /** The word used in text and JSON. */
      public String label() {
        return label;
      }
    }
  }
}
