package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.Optional;

/**
 * What ties a statement to an image; immutable.
 *
 * @param kind whether the statement names the image's manifest, or only an index that lists it
 * @param digest the digest that the statement names
 * @param signedAs the name that was signed, where it is another than the image was found under and
 *     a mapping allows it
 */
public record Binding(Kind kind, Digest digest, Optional<String> signedAs) {
  /** Which document is named. */
  public enum Kind {
    MANIFEST("manifest"),
    /** The image is covered because the index lists its digest. */
    INDEX("index");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The lower-case word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  Binding as(Optional<String> name) {
    return new Binding(kind, digest, name);
  }
}
