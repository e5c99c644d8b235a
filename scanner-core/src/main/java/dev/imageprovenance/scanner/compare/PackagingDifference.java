package dev.imageprovenance.scanner.compare;

/**
 * A difference between two packagings of the same content; immutable.
 *
 * @param aspect what differs
 * @param deployed how the deployed side has it
 * @param registry how the registry's side has it
 */
public record PackagingDifference(Aspect aspect, String deployed, String registry) {
  /** What can differ without changing what runs. */
  public enum Aspect {
    /** The media types of manifest and config: Docker's or OCI's. */
    MANIFEST_FORMAT("manifest format"),
    /** How the layers are compressed. */
    COMPRESSION("compression"),
    /** The same compression with other bytes: another tool or level. */
    LAYER_BLOBS("layer blobs"),
    /** Annotations of the manifest or of its descriptors. */
    ANNOTATIONS("annotations"),
    /** The index lacks platforms that the other has, or there is none. */
    INDEX("index"),
    /** Attestation manifests of the index. */
    ATTESTATIONS("attestations"),
    /** The manifest in some other way, such as the order of its keys. */
    DOCUMENT("document");

    private final String label;

    Aspect(String label) {
      this.label = label;
    }

    /** The words used in text and JSON. */
    public String label() {
      return label;
    }
  }
}
